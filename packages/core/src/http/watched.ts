import type { HttpWatch } from '../backend/context.js'
import type { Bytes } from '../fs/bytes.js'
import type { HttpAnswer, HttpRequest } from './client.js'

const NOTHING = new Uint8Array()

/** Sends a request, and tells of it and of its answer. */
export async function watched(
  watch: HttpWatch,
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  send: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const { method, origin, target, body } = request
  const begin = body instanceof Uint8Array ? body.subarray(0, watch.bodyLimit) : NOTHING
  const tell = watch.request({ method, url: `${origin}${target}`, headers: { host: new URL(origin).host, ...headers }, body: begin })
  try {
    const answer = await send(request)
    return seen(answer, watch.bodyLimit, (bytes) => tell({ status: answer.status, headers: answer.headers, body: bytes }))
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

/** The answer, which tells of itself once its body has been read or left. */
function seen(answer: HttpAnswer, limit: number, tell: (body: Uint8Array) => void): HttpAnswer {
  const begin: Uint8Array[] = []
  let size = 0
  let isTold = false
  const end = () => {
    if (!isTold) tell(Buffer.concat(begin).subarray(0, limit))
    isTold = true
  }
  const take = (chunk: Uint8Array) => {
    if (size < limit) begin.push(chunk.subarray(0, limit - size))
    size += chunk.byteLength
  }
  const kept = (bytes: Buffer) => {
    take(bytes)
    end()
    return bytes
  }
  const leave = (error: unknown): never => {
    end()
    throw error
  }
  async function* body(): Bytes {
    try {
      for await (const chunk of answer.body) {
        take(chunk)
        yield chunk
      }
    } finally {
      end()
    }
  }
  return {
    ...answer,
    body: body(),
    whole: (most) => answer.whole(most).then(kept, leave),
    text: async (most) => {
      const text = await answer.text(most).catch(leave)
      kept(Buffer.from(text))
      return text
    },
    discard: () => {
      end()
      answer.discard()
    },
  }
}
