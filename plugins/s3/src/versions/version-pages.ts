import type { ListObjectVersionsCommandOutput, ObjectVersion } from '@aws-sdk/client-s3'
import { comparePaths } from '@tranship/core/backend'
import { payer } from '../client/request-members.js'
import { type Session, steadyRequest } from '../client/session.js'
import type { VersionView } from '../client/settings.js'
import { createCircleGuard, decodeName, type KeyPage, type KeyQuery, markerAfter, refused } from '../listing/list-pages.js'
import type { ListedKey } from '../listing/object-entry.js'
import { versionedName } from './version-name.js'

/** One version, or the mark that an object was deleted. */
interface Version {
  readonly key: string
  readonly id: string
  readonly isLatest: boolean
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly isDeletion: boolean
  readonly listed: Omit<ListedKey, 'key' | 'versionId'>
}

/** Versions in the order of their keys, the latest of a key first. */
export interface VersionPage {
  readonly versions: readonly Version[]
  readonly prefixes: readonly string[]
}

/** The keys of a bucket below a prefix as a view shows them, page by page. */
export async function* versionPages(session: Session, query: KeyQuery, view: VersionView): AsyncGenerator<KeyPage> {
  /** The key of which the version of the wanted time has been met. */
  let met: string | undefined
  for await (const { versions, prefixes } of versionLists(session, query)) {
    const keys = versions.flatMap((version): ListedKey[] => {
      if (view.kind === 'all') return shownOf(version, view.showsDeleted)
      if (version.key === met || version.time > view.time) return []
      met = version.key
      return version.isDeletion ? [] : [shownAs(version, version.key)]
    })
    yield { keys, prefixes }
  }
}

/** Every version of the keys below a prefix. A service that sends pages in circles or leaves the prefix is refused. */
export async function* versionLists(session: Session, query: Omit<KeyQuery, 'skipped'>): AsyncGenerator<VersionPage> {
  const { bucket, prefix, delimiter, limit, path, signal } = query
  const { settings } = session
  const seen = createCircleGuard()
  let position: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } =
    query.after === undefined ? {} : { KeyMarker: query.after }
  for (;;) {
    const input = {
      Bucket: bucket,
      Prefix: prefix,
      ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
      MaxKeys: limit ?? settings.listChunk,
      ...(settings.encodesListings ? { EncodingType: 'url' as const } : {}),
      ...payer(settings),
      ...position,
    }
    const answer: ListObjectVersionsCommandOutput = await steadyRequest(session, { path, signal }, (s3, http) =>
      s3.listObjectVersions(input, http),
    )
    const versions = versionsIn(answer)
    const foreign = versions.find(({ key }) => !key.startsWith(prefix))
    if (foreign !== undefined) throw refused(query, `it names ${JSON.stringify(foreign.key)}, which is not below ${JSON.stringify(prefix)}`)
    const prefixes = (answer.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeName(Prefix, answer.EncodingType))
    yield { versions, prefixes }
    if (answer.IsTruncated !== true) return
    const page = { keys: versions.map(({ key, listed }) => ({ ...listed, key })), prefixes }
    position = { KeyMarker: markerAfter(page, answer.NextKeyMarker, answer.EncodingType), VersionIdMarker: answer.NextVersionIdMarker }
    if (seen(`${position.KeyMarker}\n${position.VersionIdMarker ?? ''}`)) throw refused(query, 'its pages go in circles')
  }
}

/** A version among all others of its key: the latest by its own name, others by names with their time. */
function shownOf(version: Version, showsDeleted: boolean): ListedKey[] {
  const { key, isLatest, isDeletion, time } = version
  if (isDeletion && !showsDeleted) return []
  if (isLatest && !isDeletion) return [shownAs(version, key)]
  return key.endsWith('/') ? [] : [shownAs(version, versionedName(key, new Date(time)))]
}

function shownAs({ key, id, listed }: Version, name: string): ListedKey {
  return { ...listed, key: name, version: { id, key } }
}

/** Versions and deletions of a page as they follow each other: by key, and the latest of a key first. */
function versionsIn(answer: ListObjectVersionsCommandOutput): readonly Version[] {
  const versions = (answer.Versions ?? []).map((version): Version => {
    const { Size: size = 0, ETag: etag, LastModified: lastModified, StorageClass: storageClass } = version
    return { ...commonOf(version, answer), isDeletion: false, listed: { size, etag, lastModified, storageClass } }
  })
  const deletions = (answer.DeleteMarkers ?? []).map((marker): Version => {
    const { LastModified: lastModified } = marker
    return { ...commonOf(marker, answer), isDeletion: true, listed: { size: 0, etag: undefined, lastModified } }
  })
  if (deletions.length === 0) return versions
  return [...versions, ...deletions].sort(
    (a, b) => comparePaths(a.key, b.key) || Number(b.isLatest) - Number(a.isLatest) || b.time - a.time,
  )
}

function commonOf(
  { Key = '', VersionId = 'null', IsLatest = false, LastModified }: Pick<ObjectVersion, 'Key' | 'VersionId' | 'IsLatest' | 'LastModified'>,
  { EncodingType }: ListObjectVersionsCommandOutput,
): Pick<Version, 'key' | 'id' | 'isLatest' | 'time'> {
  return { key: decodeName(Key, EncodingType), id: VersionId, isLatest: IsLatest, time: LastModified?.getTime() ?? 0 }
}
