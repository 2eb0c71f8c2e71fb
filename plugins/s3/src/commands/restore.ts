import type { Tier } from '@aws-sdk/client-s3'
import { bucketPlace, FsError, type FsObject, type FsPath, isFsError, nameOf, relativeTo } from '@tranship/core/backend'
import { payer } from '../client/request-members.js'
import { request, type Session } from '../client/session.js'
import { objectKey } from '../key.js'
import { listBelow } from '../listing/listing.js'
import { headAnswer } from '../stat.js'
import type { Call } from './run.js'

/** The storage classes whose objects must be restored before they are read. */
const ARCHIVES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE'])
/** Objects that are asked about at a time. */
const AT_A_TIME = 16

/** What came of one object; in rclone's words. */
interface Outcome {
  readonly Status: string
  readonly Remote: string
}

/** Asks for the restoring of every archived object at or below a path. Gives what came of each. */
export async function restore(session: Session, { at, named, signal }: Call): Promise<readonly Outcome[]> {
  const { priority, lifetime, description } = named
  const Days = lifetime === undefined ? undefined : Number(lifetime)
  if (Days !== undefined && !(Number.isInteger(Days) && Days > 0)) throw new FsError('unsupported', 'lifetime must be a number of days')
  const RestoreRequest = {
    ...(Days === undefined ? {} : { Days }),
    ...(priority === undefined ? {} : { GlacierJobParameters: { Tier: priority as Tier } }),
    ...(description === undefined ? {} : { Description: description }),
  }
  return eachObject(session, at, signal, async ({ path, tier = '' }) => {
    const Remote = shownFrom(at, path)
    if (!ARCHIVES.has(tier)) return { Status: 'Not GLACIER or DEEP_ARCHIVE storage class', Remote }
    const input = { ...objectKey(path), ...payer(session.settings), RestoreRequest }
    try {
      await request(session, { path, signal }, (s3, http) => s3.restoreObject(input, http))
      return { Status: 'OK', Remote }
    } catch (error) {
      if (!isFsError(error)) throw error
      return { Status: error.message, Remote }
    }
  })
}

/** What a HEAD says of the restoring of every archived object at or below a path. */
export async function restoreStatus(session: Session, { at, named, signal }: Call): Promise<readonly object[]> {
  const told = await eachObject(session, at, signal, async ({ path, tier = '' }) => {
    if (!ARCHIVES.has(tier) && named.all === undefined) return undefined
    const { Restore = '', StorageClass = 'STANDARD' } = await headAnswer(session, path, signal)
    const expiry = /expiry-date="([^"]+)"/.exec(Restore)?.[1]
    return {
      Remote: shownFrom(at, path),
      RestoreStatus: {
        IsRestoreInProgress: Restore.includes('ongoing-request="true"'),
        RestoreExpiryDate: expiry === undefined ? null : new Date(expiry).toISOString(),
      },
      StorageClass,
    }
  })
  return told.filter((one) => one !== undefined)
}

/** Does `work` with the object at a path, or with all below it, some at a time, and gives what it gave. */
async function eachObject<Answer>(
  session: Session,
  at: FsPath,
  signal: AbortSignal | undefined,
  work: (object: FsObject) => Promise<Answer>,
): Promise<Answer[]> {
  const told: Answer[] = []
  const batches = async (objects: readonly FsObject[]) => {
    for (let from = 0; from < objects.length; from += AT_A_TIME) {
      told.push(...(await Promise.all(objects.slice(from, from + AT_A_TIME).map(work))))
    }
  }
  const alone = await objectAt(session, at, signal)
  if (alone !== undefined) {
    await batches([alone])
    return told
  }
  for await (const page of listBelow(session, at, signal === undefined ? {} : { signal })) {
    await batches(page.filter((entry) => entry.kind === 'object'))
  }
  return told
}

/** A path as seen from the directory that was named; of a file that was named, its name. */
function shownFrom(at: FsPath, path: FsPath): string {
  return path === at ? nameOf(path) : relativeTo(path, at)
}

async function objectAt(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject | undefined> {
  if (path === '' || bucketPlace(path).key === undefined) return undefined
  try {
    const { StorageClass = 'STANDARD' } = await headAnswer(session, path, signal)
    return { kind: 'object', path, tier: StorageClass }
  } catch (error) {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  }
}
