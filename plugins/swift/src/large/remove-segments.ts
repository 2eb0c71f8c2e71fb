import { bulkRemove } from '../bulk-remove.js'
import type { Session } from '../client.js'
import type { ObjectPlace } from '../key.js'
import { isOwnSegment } from './naming.js'

/** Removes the segments of an object that is gone or replaced, except those that are clearly not its alone, and says so. Nobody can cut this off. */
export async function removeSegments(session: Session, object: ObjectPlace, segments: readonly ObjectPlace[], path: string): Promise<void> {
  const own = segments.filter((segment) => isOwnSegment(object, segment))
  if (own.length < segments.length) {
    const text = `${segments.length - own.length} segments stay, since they may belong to others too`
    session.context.log('notice', text, path)
  }
  await removeAll(session, own, path)
}

/** Removes objects of any containers. What cannot be removed is told in the log. */
export async function removeAll(session: Session, places: readonly ObjectPlace[], path: string): Promise<void> {
  if (places.length === 0) return
  const { signal } = new AbortController()
  const failures: Error[] = []
  for await (const { error } of bulkRemove(
    session,
    places.map((place) => ({ ...place, path: `${place.bucket}/${place.key}` })),
    signal,
  )) {
    if (error !== undefined) failures.push(error)
  }
  const [first] = failures
  if (first !== undefined) session.context.log('notice', `${failures.length} segments may be left behind: ${first.message}`, path)
}
