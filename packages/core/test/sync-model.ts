import type { SyncChoices } from '../src/sync/decide/choices.js'
import type { Tree } from './memory.js'

/** What a side tells of its files. */
export interface Telling {
  /** Nanoseconds: what modification times are cut down to; undefined: there are none. */
  readonly step: bigint | undefined
  readonly sizes: boolean
  /** Directories stand by themselves. */
  readonly directories: boolean
}

/** A filter, told apart from the code that it is to be compared with. A size that is not known is -1. */
export interface Wanted {
  file(path: string, size: number): boolean
  directory(path: string): boolean
}

/** All that the outcome of a run depends on. */
export interface Situation {
  readonly src: Tree
  readonly dst: Tree
  readonly choices: SyncChoices
  readonly tells: { readonly src: Telling; readonly dst: Telling }
  /** Both sides have a hash in common. */
  readonly hashes: boolean
  readonly wanted: Wanted
  readonly deleteExcluded: boolean
  readonly maxDepth: number
  readonly destination: 'listed' | 'asked' | 'unseen'
  /** What is replaced or deleted goes to another place. */
  readonly keepsAside: boolean
  /** A further place: what is the same there is left, or copied from there. */
  readonly reference?: { readonly tree: Tree; readonly is: 'compared with' | 'copied from' }
}

/** A file whose time is absent may have any. */
export interface Expected {
  readonly text: string
  readonly modTime?: bigint
}

type Files = Map<string, Expected>

interface Side {
  readonly files: Files
  readonly directories: Set<string>
}

/** What is to be everywhere when a run has ended, and what it is to have done to files: "copy a/b". */
export interface Outcome {
  readonly src: Side
  readonly dst: Side
  readonly aside: Files
  readonly deeds: readonly string[]
  readonly failed: number
}

/** The outcome of a run, as docs/sync.md promises it: no listing, no order, no service. */
export function predict(situation: Situation): Outcome {
  const { choices, tells, destination, wanted, deleteExcluded } = situation
  const src = sideOf(situation.src, tells.src)
  const dst = sideOf(situation.dst, tells.dst)
  const aside: Files = new Map()
  const deeds: string[] = []
  let failed = 0

  const everything: Wanted = { file: () => true, directory: () => true }
  const sees =
    (isWanted: Wanted, { sizes }: Telling) =>
    (path: string, text?: string) => {
      const isNear = path.split('/').length <= situation.maxDepth
      const isOpen = text === undefined ? placesOf(path) : parentsOf(path)
      return isNear && isOpen.every(isWanted.directory) && (text === undefined || isWanted.file(path, sizes ? text.length : -1))
    }
  const inSource = sees(wanted, tells.src)
  const inDestination = sees(destination === 'asked' || deleteExcluded ? everything : wanted, tells.dst)
  const sources = [...src.files].filter(([path, { text }]) => inSource(path, text))
  const targets = new Map([...dst.files].filter(([path, { text }]) => destination !== 'unseen' && inDestination(path, text)))

  const put = (path: string, file: Expected): void => {
    dst.files.set(path, file)
    for (const parent of parentsOf(path)) dst.directories.add(parent)
  }
  const takeAway = (path: string): void => {
    const file = dst.files.get(path) as Expected
    dst.files.delete(path)
    if (situation.keepsAside) aside.set(suffixed(path, choices), file)
    else if (choices.suffix !== undefined) put(suffixed(path, choices), file)
  }

  for (const [path, file] of sources) {
    // What the filter leaves out of the destination alone, for its size, is there all the same.
    const there = destination === 'unseen' ? undefined : dst.files.get(path)
    const done = there === undefined ? 'copy' : verdictOf(file, there, situation)
    const elsewhere = done === 'copy' ? sameInReference(path, file, situation) : undefined
    if (done === 'refuse') failed++
    if ((elsewhere !== undefined && situation.reference?.is === 'compared with') || done === 'refuse' || done === 'leave') continue
    if (done === 'copy' && there !== undefined) takeAway(path)
    if (done !== 'same') put(path, { text: elsewhere?.text ?? file.text, ...timeAt(file, tells.dst) })
    if (done !== 'same') deeds.push(`${done} ${path}`)
    else if (choices.moves) deeds.push(`drop ${path}`)
    if (choices.moves) src.files.delete(path)
  }

  if (choices.emptyDirectories && tells.dst.directories) {
    const there = sideOf(situation.dst, tells.dst).directories
    for (const path of sideOf(situation.src, tells.src).directories) {
      if (!inSource(path)) continue
      if (destination === 'unseen' || !there.has(path) || !inDestination(path)) deeds.push(`make ${path}`)
      for (const place of placesOf(path)) dst.directories.add(place)
    }
  }

  if (choices.deletes) {
    // What the filter leaves out of the source alone, for its size, is there all the same.
    const known = new Set(deleteExcluded ? sources.map(([path]) => path) : Object.keys(situation.src.files))
    const extras = [...targets].filter(([path]) => !known.has(path) && !isSuffixed(path, choices))
    if (!areWithheld(extras, sources.length, failed, situation)) {
      for (const [path] of extras) {
        takeAway(path)
        deeds.push(`delete ${path}`)
      }
      const kept = sideOf(situation.src, tells.src).directories
      const candidates = [...sideOf(situation.dst, tells.dst).directories].filter((path) => inDestination(path))
      removeEmpty(
        dst,
        candidates.filter((path) => !(kept.has(path) && (inSource(path) || !deleteExcluded))),
      )
    }
  }
  if (choices.moves && choices.deleteEmptySourceDirectories && failed === 0)
    removeEmpty(
      src,
      [...src.directories].filter((path) => inSource(path)),
    )
  return { src, dst, aside, deeds: deeds.sort(), failed }
}

type Verdict = 'copy' | 'touch' | 'same' | 'leave' | 'refuse'

/** What becomes of a file that both sides have. */
function verdictOf(src: Expected, dst: Expected, situation: Situation): Verdict {
  const { choices, hashes, tells } = situation
  const verdict = ((): Verdict => {
    if (choices.existing === 'skip') return 'leave'
    if (choices.existing === 'replace') return 'copy'
    const sizesDiffer = !choices.ignoreSize && tells.src.sizes && tells.dst.sizes && src.text.length !== dst.text.length
    const lead = leadOf(src, dst, situation)
    if (choices.update && lead !== undefined && lead < 0n) return 'leave'
    if (sizesDiffer) return 'copy'
    if (choices.compare === 'checksum') return hashes && src.text !== dst.text ? 'copy' : 'same'
    if (choices.compare === 'size' || lead === undefined || lead === 0n) return 'same'
    if (!hashes || src.text !== dst.text) return 'copy'
    return choices.updateModTime === false ? 'same' : 'touch'
  })()
  return choices.immutable && (verdict === 'copy' || verdict === 'touch') ? 'refuse' : verdict
}

/** Nanoseconds by which the source is newer; 0 within the window; undefined where a side keeps no times. */
function leadOf(src: Expected, dst: Expected, { choices, tells }: Situation): bigint | undefined {
  if (tells.src.step === undefined || tells.dst.step === undefined) return undefined
  const window = [tells.src.step, tells.dst.step, choices.modifyWindow ?? 1n].reduce((a, b) => (a > b ? a : b))
  const lead = (src.modTime ?? 0n) - (dst.modTime ?? 0n)
  return lead < window && -lead < window ? 0n : lead
}

function sameInReference(path: string, file: Expected, situation: Situation): Expected | undefined {
  const { reference, tells, choices } = situation
  const there = reference && sideOf(reference.tree, tells.dst).files.get(path)
  if (there === undefined) return undefined
  const plain: SyncChoices = { ...choices, update: false, immutable: false, existing: 'compare', updateModTime: false }
  return verdictOf(file, there, { ...situation, choices: plain }) === 'same' ? there : undefined
}

function areWithheld(extras: readonly (readonly [string, Expected])[], sources: number, failed: number, situation: Situation): boolean {
  const { deleteMoment, ignoreErrors, maxDelete, maxDeleteSize, forceDelete } = situation.choices
  // What is deleted first cannot know what will fail.
  if (failed > 0 && !ignoreErrors && deleteMoment !== 'before') return true
  const bytes = extras.reduce((sum, [, { text }]) => sum + (situation.tells.dst.sizes ? text.length : 0), 0)
  if (maxDelete !== undefined && extras.length > maxDelete) return true
  if (maxDeleteSize !== undefined && bytes > maxDeleteSize) return true
  return sources === 0 && !forceDelete && maxDelete === undefined
}

function sideOf({ files, directories }: Tree, tells: Telling): Side {
  const told = Object.entries(files).map(([path, file]) => [path, { text: file.text, ...timeAt(file, tells) }] as const)
  const implied = Object.keys(files).flatMap(parentsOf)
  return { files: new Map(told), directories: new Set(tells.directories ? [...implied, ...directories.flatMap(placesOf)] : implied) }
}

function timeAt({ modTime }: { readonly modTime?: bigint }, { step }: Telling): { readonly modTime?: bigint } {
  return modTime === undefined || step === undefined ? {} : { modTime: (modTime / step) * step }
}

/** Takes away those directories in which nothing is left, the deepest first. */
function removeEmpty({ files, directories }: Side, candidates: readonly string[]): void {
  for (const path of candidates.toSorted((a, b) => b.split('/').length - a.split('/').length)) {
    const isEmpty = [...files.keys(), ...directories].every((other) => !other.startsWith(`${path}/`))
    if (isEmpty) directories.delete(path)
  }
}

/** A path and all directories above it. */
function placesOf(path: string): string[] {
  return [...parentsOf(path), path]
}

function parentsOf(path: string): string[] {
  const names = path.split('/')
  return names.slice(1).map((_, at) => names.slice(0, at + 1).join('/'))
}

function suffixed(path: string, { suffix = '', suffixKeepExtension }: SyncChoices): string {
  return suffixKeepExtension ? path.replace(/(?<=[^/])(\.[^./]*)?$/, (extension) => suffix + extension) : path + suffix
}

function isSuffixed(path: string, { suffix, suffixKeepExtension }: SyncChoices): boolean {
  if (suffix === undefined) return false
  return path.endsWith(suffix) || (suffixKeepExtension === true && path.replace(/(?<=[^/])\.[^./]*$/, '').endsWith(suffix))
}
