import type { HttpWatch } from '@tranship/core/backend'
import { headerOf } from './members.js'
import type { WireAnswer, WireRequest } from './transport.js'

const NOTHING = new Uint8Array()

/** Sends a request, and tells of it and of its answer. Of a body that is streamed nothing is told. */
export async function watched(
  watch: HttpWatch,
  request: WireRequest,
  send: (request: WireRequest) => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const { method, origin, target, headers, body = NOTHING } = request
  const tell = watch.request({ method, url: `${origin}${target}`, headers, body: body.subarray(0, watch.bodyLimit) })
  try {
    const answer = await send(request)
    const names = Object.keys(answer.headers)
    tell({
      status: answer.status,
      headers: Object.fromEntries(names.map((name) => [name, headerOf(answer.headers, name) ?? ''])),
      body: Buffer.isBuffer(answer.body) ? answer.body.subarray(0, watch.bodyLimit) : NOTHING,
    })
    return answer
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) })
    throw error
  }
}
