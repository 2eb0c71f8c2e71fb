import { FsError, type FsObject, isFsError, type RemoveResult } from '@tranship/core/backend'
import { deleting } from './client/request-members.js'
import { fsErrorOf, type Session, steadyRequest } from './client/session.js'
import { type ObjectKey, objectKey } from './key.js'
import { removeObject } from './remove.js'

/** The keys that one request takes. */
const MOST_KEYS = 1000

/** Control characters, which XML has no way to write, and what is no character. */
const NOT_IN_XML = /[\p{Cc}\u{fffe}\u{ffff}]/u

/** Removes up to 1,000 objects of a bucket with one request. There an object that is missing counts as removed. */
export async function* removeObjects(
  session: Session,
  objects: readonly FsObject[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RemoveResult> {
  const { named, others } = sorted(objects)
  for (const [bucket, keys] of named) {
    for (let at = 0; at < keys.length; at += MOST_KEYS) yield* await removeNamed(session, bucket, keys.slice(at, at + MOST_KEYS), signal)
  }
  for (const object of others) yield removeAlone(session, object, signal)
}

interface Keyed {
  readonly object: FsObject
  readonly Key: string
}

/** The objects by bucket; and those that have no key, or one that the document of such a request cannot name. */
function sorted(objects: readonly FsObject[]): {
  readonly named: ReadonlyMap<string, readonly Keyed[]>
  readonly others: readonly FsObject[]
} {
  const named = new Map<string, Keyed[]>()
  const others: FsObject[] = []
  for (const object of objects) {
    const target = NOT_IN_XML.test(object.path) ? undefined : keyOf(object)
    if (target === undefined) {
      others.push(object)
      continue
    }
    const keys = named.get(target.Bucket) ?? []
    keys.push({ object, Key: target.Key })
    named.set(target.Bucket, keys)
  }
  return { named, others }
}

function keyOf({ path }: FsObject): ObjectKey | undefined {
  try {
    return objectKey(path)
  } catch {
    return undefined // it is told when it is removed alone
  }
}

async function removeNamed(
  session: Session,
  bucket: string,
  keys: readonly Keyed[],
  signal: AbortSignal | undefined,
): Promise<readonly RemoveResult[]> {
  const path = bucket
  const input = { Bucket: bucket, Delete: { Objects: keys.map(({ Key }) => ({ Key })) }, ...deleting(session.settings) }
  try {
    const answer = await steadyRequest(session, { path, signal }, (s3, http) => s3.deleteObjects(input, http))
    const removed = new Set((answer.Deleted ?? []).map(({ Key }) => Key))
    const refused = new Map((answer.Errors ?? []).map((refusal) => [refusal.Key, refusal]))
    return keys.map(({ object, Key }) => {
      const refusal = refused.get(Key)
      if (refusal !== undefined) return { object, error: fsErrorOf(session, refusalError(refusal), object.path) }
      if (removed.has(Key)) return { object }
      const error = new FsError('unavailable', 'the service does not say whether the object is removed', { path: object.path })
      return { object, error }
    })
  } catch (error) {
    if (!isFsError(error)) throw error
    if (error.kind === 'unsupported') return Promise.all(keys.map(({ object }) => removeAlone(session, object, signal)))
    return keys.map(({ object }) => ({ object, error }))
  }
}

/** One object of an answer as an error of the SDK: what it means is told by its code. */
function refusalError({ Code, Message }: { readonly Code?: string | undefined; readonly Message?: string | undefined }) {
  return { name: Code, message: Message, $metadata: { httpStatusCode: 200 } }
}

async function removeAlone(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<RemoveResult> {
  try {
    await removeObject(session, object, signal)
    return { object }
  } catch (error) {
    if (!isFsError(error)) throw error
    return { object, error }
  }
}
