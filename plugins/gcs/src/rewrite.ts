import { FsError, type FsPath, isFsError, type Reply, repeatedly } from '@tranship/core/backend'
import { type Call, jsonOf, type Session } from './client.js'
import { bucketTarget, type ObjectPlace, objectTarget } from './key.js'
import { ENTRY_FIELDS, type ObjectResource } from './resource.js'

interface RewriteAnswer {
  readonly done?: boolean
  readonly rewriteToken?: string
  readonly totalBytesRewritten?: string
  readonly resource?: ObjectResource
}

export interface Rewrite {
  readonly from: ObjectPlace
  readonly to: ObjectPlace
  /** The generations that source and target must have. */
  readonly source: string | undefined
  readonly target: string | undefined
  /** In place of all that is stored with the source. */
  readonly resource?: object
  readonly path: FsPath
  readonly signal?: AbortSignal | undefined
}

/** How many answers in a row may tell of no progress. */
const MOST_IDLE = 3

/**
 * Copies within the service. A large object, or one that changes its place or class, takes several requests, each of which goes on
 * where the one before came to; one that comes no further is given up.
 */
export async function rewrite(session: Session, { from, to, source, target, resource, path, signal }: Rewrite): Promise<ObjectResource> {
  let token: string | undefined
  let reached = -1
  let idle = 0
  for (;;) {
    const call: Call = {
      method: 'POST',
      target: `${objectTarget(from)}/rewriteTo${bucketTarget(to.bucket)}/o/${encodeURIComponent(to.key)}`,
      query: {
        ifSourceGenerationMatch: source,
        ifGenerationMatch: target,
        destinationPredefinedAcl: session.settings.objectAcl,
        rewriteToken: token,
        fields: `done,rewriteToken,totalBytesRewritten,resource(${ENTRY_FIELDS})`,
      },
      ...(resource !== undefined && { json: resource }),
      path,
      signal,
    }
    // Core repeats a copy as a whole, and so knows an earlier try's; what has come some way is repeated from there.
    const reply = await (token === undefined ? session.request(call) : laterStep(session, call))
    const answer = jsonOf<RewriteAnswer>(reply, path)
    if (answer.done && answer.resource !== undefined) return answer.resource
    const now = Number(answer.totalBytesRewritten ?? 0)
    idle = now > reached ? 0 : idle + 1
    reached = Math.max(reached, now)
    token = answer.rewriteToken
    if (token === undefined || idle >= MOST_IDLE)
      throw new FsError('unavailable', `the service stopped to copy after ${reached} bytes`, { path })
  }
}

/**
 * One of the later requests of a copy, as often as it takes. When a repeated one finds its target changed, its own earlier try may have
 * done that: whether it has, core finds out when it repeats the copy.
 */
async function laterStep({ request, context }: Session, call: Call): Promise<Reply> {
  const { signal = context.signal, path } = call
  let tries = 0
  const step = () => {
    tries++
    return request(call)
  }
  try {
    return await repeatedly(step, { ...(context.retry && { policy: context.retry }), signal })
  } catch (error) {
    if (tries === 1 || !isFsError(error, 'precondition-failed')) throw error
    throw new FsError('unavailable', 'nobody knows whether the copy was made', { path, cause: error })
  }
}
