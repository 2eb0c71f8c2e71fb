import type { FsEntry, Page } from '../fs/entry.js'
import { type FsPath, parentOf } from '../fs/path.js'

/** What the last entry of a plain page was. */
type Plain = Exclude<FsEntry, { readonly kind: 'unreadable' }>

const SLASH = 0x2f
const PERIOD = 0x2e

/**
 * Passes on, untouched and at the cost of one look at each name, the pages of a listing that need no care: as those of a file
 * system, which tells a directory before what is in it, in path order, under names that are what they seem. From the first
 * other page on all goes through `care`, which is told the last entry before that page.
 */
export async function* plainFirst(
  pages: AsyncIterable<Page>,
  directory: FsPath,
  care: (rest: AsyncIterable<Page>, before: FsEntry | undefined) => AsyncIterable<Page>,
): AsyncIterable<Page> {
  const iterator = pages[Symbol.asyncIterator]()
  let before: Plain | undefined
  try {
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
      if (!isPlain(step.value, directory, before)) {
        yield* care(continued(step.value, iterator), before)
        return
      }
      before = (step.value.at(-1) as Plain | undefined) ?? before
      yield step.value
    }
  } finally {
    await iterator.return?.()
  }
}

async function* continued(page: Page, others: AsyncIterator<Page>): AsyncIterable<Page> {
  yield page
  for (let step = await others.next(); step.done !== true; step = await others.next()) yield step.value
}

/**
 * Whether a page, after what stood `before` it, has nothing but objects and directories with legal names, none of them escaped,
 * each right in a directory that was told and in path order there. What is not plain may be right all the same.
 */
export function isPlain(page: Page, directory: FsPath, before: FsEntry | undefined): boolean {
  let within = before === undefined ? directory : before.kind === 'directory' ? before.path : parentOf(before.path)
  let last = within === before?.path ? undefined : before
  for (const entry of page) {
    if (entry.kind === 'unreadable') return false
    while (!startsIn(entry.path, within)) {
      if (within === directory) return false
      last = { kind: 'directory', path: within }
      within = parentOf(within)
    }
    if (!isNext(entry, within === '' ? 0 : within.length + 1, last)) return false
    last = entry.kind === 'directory' ? undefined : entry
    if (entry.kind === 'directory') within = entry.path
  }
  return true
}

function startsIn(path: FsPath, directory: FsPath): boolean {
  return directory === '' || (path.charCodeAt(directory.length) === SLASH && path.startsWith(directory))
}

/**
 * Whether the path of `entry` has from `start` on one plain segment, which sorts after that of `last`, of the same directory.
 * Without surrogates UTF-16 sorts as UTF-8 does.
 */
function isNext({ path, kind }: FsEntry, start: number, last: FsEntry | undefined): boolean {
  let isAfter = last === undefined
  for (let at = start; at < path.length; at++) {
    const unit = path.charCodeAt(at)
    if (unit === SLASH || unit === 0 || unit === 0x201b || (unit >= 0xd800 && unit < 0xe000)) return false
    if (isAfter) continue
    const other = keyUnit(last, at)
    if (unit < other) return false
    isAfter = unit > other
  }
  if (!isAfter && !(kind === 'directory' && SLASH > keyUnit(last, path.length))) return false
  return !isSpecial(path, start)
}

/** A unit of the order key of an entry; below all others after its end. */
function keyUnit(entry: FsEntry | undefined, at: number): number {
  if (entry === undefined || at > entry.path.length) return -1
  if (at < entry.path.length) return entry.path.charCodeAt(at)
  return entry.kind === 'directory' ? SLASH : -1
}

/** Whether the segment is empty, "." or "..". */
function isSpecial(path: FsPath, start: number): boolean {
  const length = path.length - start
  return length === 0 || (length <= 2 && path.charCodeAt(start) === PERIOD && (length === 1 || path.charCodeAt(start + 1) === PERIOD))
}
