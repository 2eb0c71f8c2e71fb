import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface WatchingProxy {
  /** Where it listens, with the path of what it stands before. */
  readonly url: string
  /** The most uploads of segments that were under way at a time. */
  mostSegments(): number
  /** Methods and targets of all requests. */
  readonly seen: readonly string[]
}

/** A proxy on loopback before a storage URL. It holds each upload of a segment for a while, so that others can join it. `before` is awaited before a request goes on. */
export async function watch(storageUrl: string, before: (seen: string) => Promise<void> = async () => {}): Promise<WatchingProxy> {
  const { origin, pathname } = new URL(storageUrl)
  const seen: string[] = []
  let now = 0
  let most = 0
  const server = createServer((incoming, outgoing) => {
    const line = `${incoming.method} ${incoming.url}`
    const isSegment = incoming.method === 'PUT' && /_segments\/./.test(incoming.url ?? '')
    seen.push(line)
    if (isSegment) most = Math.max(most, ++now)
    const leave = () => {
      if (isSegment) now--
    }
    const forward = async () => {
      await before(line)
      if (isSegment) await new Promise((resume) => setTimeout(resume, 50))
      const { method, url, rawHeaders } = incoming
      const upstream = httpRequest(origin, { method, path: url, headers: rawHeaders, agent: false })
      upstream.on('error', () => outgoing.destroy())
      incoming.pipe(upstream)
      const [answer] = (await once(upstream, 'response')) as [IncomingMessage]
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(outgoing)
      await once(outgoing, 'close')
    }
    forward().then(leave, () => {
      leave()
      outgoing.destroy()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}${pathname}`, mostSegments: () => most, seen }
}
