import assert from 'node:assert/strict'
import {
  comparePaths,
  type Fs,
  type FsDirectory,
  type FsEntry,
  type FsObject,
  type FsPath,
  fsPath,
  listing,
  type OpenOptions,
  orderKey,
  type Page,
  type PutOptions,
  ROOT,
  readAll,
} from '@tranship/core'
import { sized } from './sources.js'

/** All entries of a listing. */
export async function entriesOf(pages: AsyncIterable<Page>): Promise<FsEntry[]> {
  const entries: FsEntry[] = []
  for await (const page of pages) for (const entry of page) entries.push(entry)
  return entries
}

/** The order keys of a listing as it came: a directory's ends in "/". */
export async function keysOf(pages: AsyncIterable<Page>): Promise<string[]> {
  return (await entriesOf(pages)).map(orderKey)
}

/** The order keys of one level, sorted. */
export async function level(fs: Fs, directory: FsPath | FsDirectory = ROOT): Promise<string[]> {
  return (await keysOf(fs.list(directory))).sort(comparePaths)
}

/** Everything below a directory, in path order. Where an Fs can list in two ways, they must agree. */
export async function everything(fs: Fs, directory: FsPath = ROOT): Promise<FsEntry[]> {
  const entries = await entriesOf(listing(fs, directory))
  if (fs.listAll === undefined) return entries
  const walked = await entriesOf(listing(withoutListAll(fs), directory))
  assert.deepEqual(walked.map(comparable), entries.map(comparable), 'list, directory by directory, tells something else than listAll')
  return entries
}

/** The order keys of everything below a directory, in path order. */
export async function pathsBelow(fs: Fs, directory: FsPath = ROOT): Promise<string[]> {
  return (await everything(fs, directory)).map(orderKey)
}

/** The Fs as core must walk it. */
function withoutListAll(fs: Fs): Fs {
  const { listAll: _hidden, ...rest } = fs
  return rest
}

/** An implied directory has no more than its path in one of the two ways; ids may be the listing's own. */
function comparable(entry: FsEntry): unknown {
  if (entry.kind !== 'object') return [entry.kind, entry.path]
  const { id: _own, ...rest } = entry
  return rest
}

/** Writes a small text, or bytes. */
export async function write(fs: Fs, path: string, content: string | Uint8Array = path, options: PutOptions = {}): Promise<FsObject> {
  return fs.put(fsPath(path), sized(typeof content === 'string' ? Buffer.from(content) : content), options)
}

/** The content of an object. */
export async function read(fs: Fs, object: FsObject, options: OpenOptions = {}): Promise<Buffer> {
  return Buffer.from(await readAll(fs.open(object, options)))
}

/** The content of what is at a path now, as text. */
export async function textAt(fs: Fs, path: string): Promise<string> {
  return (await read(fs, await fs.stat(fsPath(path)))).toString()
}

/** Throws unless `bytes` are just these. Tells where they differ, not all of them. */
export function sameBytes(actual: Uint8Array, expected: Uint8Array, what = 'the content'): void {
  assert.equal(actual.byteLength, expected.byteLength, `${what} has another length`)
  if (Buffer.compare(actual, expected) === 0) return
  const at = actual.findIndex((byte, index) => byte !== expected[index])
  assert.fail(`${what} differs from byte ${at} on`)
}

/** Pulls a body or a listing to its end. */
export async function drain(stream: AsyncIterable<unknown> | readonly never[]): Promise<void> {
  for await (const _each of stream);
}
