import type { HttpClient, HttpRequest } from '@tranship/core/backend'

/** Bytes of an answer: tokens and signatures are short. */
const LONGEST_ANSWER = 1024 ** 2

/** `fetch` for a library, over the connections of this program: its proxies, its certificates, its dumps. */
export function fetchOver(http: HttpClient): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname, search } = new URL(request.url)
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const answer = await http.send({
      method: request.method as HttpRequest['method'],
      origin,
      target: `${pathname}${search}`,
      headers: Object.fromEntries(request.headers),
      ...(body !== undefined && { body }),
      signal: request.signal,
    })
    const bytes = await answer.whole(LONGEST_ANSWER)
    const { status, headers, url } = answer
    const isBodiless = status === 204 || status === 304
    const response = new Response(isBodiless ? null : new Uint8Array(bytes), { status, headers })
    Object.defineProperty(response, 'url', { value: url })
    return response
  }
}
