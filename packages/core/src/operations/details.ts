import type { FsDirectory, FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { Hashes, HashName } from '../fs/hash.js'
import { mimeTypeOf } from '../sync/execute/mime-type.js'
import { digestOf } from './digest.js'

/** What is to be known of entries besides what their listing happens to tell: some of it costs a request for each. */
export interface DetailsWanted {
  readonly modTimes?: boolean
  /** Where a storage keeps none, the type is that of the name's extension. */
  readonly mimeTypes?: boolean
  /** Those that the storage has no such hash for are left out. */
  readonly hashes?: readonly HashName[]
  readonly metadata?: boolean
}

export interface Details {
  readonly entry: FsObject | FsDirectory
  /** Of those wanted, the ones that could be told. */
  readonly hashes: Hashes
  /** Of those wanted, the ones that could not be read or asked for. */
  readonly failedHashes: readonly HashName[]
  readonly metadata?: Readonly<Record<string, string>>
}

export interface DetailsOptions {
  readonly signal: AbortSignal
  /** Entries that are asked about at a time. */
  readonly checkers: number
  /** Stands for a modification time that is not known. */
  readonly unknownTime?: bigint
  /** Told of each thing that could not be asked; the entry then lacks it. */
  failed(path: string, error: FsError): void
}

/** A page of entries with their details, in the same order. */
export async function detailsOf(
  fs: Fs,
  page: readonly (FsObject | FsDirectory)[],
  wanted: DetailsWanted,
  options: DetailsOptions,
): Promise<readonly Details[]> {
  const detailed: Details[] = page.map((entry) => ({ entry, hashes: NO_HASHES, failedHashes: NO_NAMES }))
  const asks = [...page.keys()].filter((at) => isAsked(fs, page[at] as FsObject | FsDirectory, wanted)).values()
  const worker = async () => {
    for (const at of asks) detailed[at] = await detailsOfEntry(fs, page[at] as FsObject | FsDirectory, wanted, options)
  }
  await Promise.all(Array.from({ length: options.checkers }, worker))
  const { unknownTime } = options
  return unknownTime === undefined ? detailed : detailed.map((details) => withTime(details, unknownTime))
}

function withTime(details: Details, modTime: bigint): Details {
  return details.entry.modTime === undefined ? { ...details, entry: { ...details.entry, modTime } } : details
}

const NO_HASHES: Hashes = {}
const NO_NAMES: readonly HashName[] = []

function isAsked(fs: Fs, entry: FsObject | FsDirectory, wanted: DetailsWanted): boolean {
  if (wanted.metadata === true && fs.metadata !== undefined) return true
  if (entry.kind === 'directory') return false
  if (wanted.hashes !== undefined && wanted.hashes.length > 0) return true
  return (wanted.modTimes === true && entry.modTime === undefined) || (wanted.mimeTypes === true && entry.mimeType === undefined)
}

async function detailsOfEntry(
  fs: Fs,
  listed: FsObject | FsDirectory,
  wanted: DetailsWanted,
  { signal, failed }: DetailsOptions,
): Promise<Details> {
  const told = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      failed(listed.path, asFsError(error, listed.path))
      return undefined
    }
  }
  const asked =
    listed.kind === 'object' && needsStat(fs, listed, wanted) ? await told(() => fs.stat(listed.path, { signal, listed })) : undefined
  const entry = listed.kind === 'directory' ? listed : await completed(fs, { ...listed, ...asked }, wanted)

  const hashes: Partial<Record<HashName, string>> = {}
  const failedHashes: HashName[] = []
  if (entry.kind === 'object') {
    for (const hash of wanted.hashes ?? []) {
      if (!fs.features.hashes.includes(hash)) continue
      const answer = await told(async () => ({ digest: await digestOf(fs, entry, { hash, download: false }, signal) }))
      if (answer === undefined) failedHashes.push(hash)
      else if (answer.digest !== undefined) hashes[hash] = answer.digest
    }
  }
  const metadata = wanted.metadata === true ? await told(async () => fs.metadata?.(entry, { signal })) : undefined
  return { entry, hashes, failedHashes, ...(metadata !== undefined && { metadata }) }
}

/** Where names may be given twice, the path alone does not say which of them is meant: nothing can be asked. */
function needsStat({ features }: Fs, object: FsObject, wanted: DetailsWanted): boolean {
  if (features.duplicates) return false
  const lacksTime = wanted.modTimes === true && object.modTime === undefined && features.modTimePrecision !== undefined
  return lacksTime || (wanted.mimeTypes === true && object.mimeType === undefined && features.mimeTypes)
}

/** What no question would tell. */
async function completed({ features }: Fs, object: FsObject, wanted: DetailsWanted): Promise<FsObject> {
  const { lastModified } = object
  const isTimeless = features.modTimePrecision === undefined && object.modTime === undefined && lastModified !== undefined
  const isTypeless = wanted.mimeTypes === true && object.mimeType === undefined
  return {
    ...object,
    ...(isTimeless && { modTime: lastModified }),
    ...(isTypeless && { mimeType: await mimeTypeOf(object.path) }),
  }
}
