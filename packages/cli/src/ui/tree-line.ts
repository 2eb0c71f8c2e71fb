import { type Details, type FsPath, nameOf } from '@tranship/core'
import { NO_TIME } from './format.js'
import { modeText } from './mode-text.js'
import { shortTime } from './short-time.js'
import { shownName } from './shown-name.js'
import { treeColor } from './tree-color.js'

/** The flags of `tree` that say how a line looks, parsed. */
export interface TreeLook {
  readonly color: boolean
  readonly 'full-path': boolean
  readonly modtime: boolean
  readonly noindent: boolean
  readonly protections: boolean
  readonly quote: boolean
  readonly size: boolean
}

/** Bytes of all files below a directory, as far as it was looked into. */
export interface TreeTotal {
  readonly bytes: number
  /** Directories were left out because they are too deep. */
  readonly isCut: boolean
}

/** The line of an entry. `isLast`: for each directory on the way to it, and for itself, whether nothing comes after it there. */
export function treeLine(details: Details, total: TreeTotal, isLast: readonly boolean[], look: TreeLook): string {
  const { entry } = details
  const name = look['full-path'] ? `/${entry.path}` : nameOf(entry.path)
  const facts = entry.kind === 'directory' ? directoryFacts(total, look) : fileFacts(details, look)
  return `${look.noindent ? '' : branches(isLast)}${facts}${label(name, entry.kind === 'directory', look)}`
}

/** The first line. */
export function rootLine(total: TreeTotal, look: TreeLook): string {
  return `${directoryFacts(total, look)}${label('/' as FsPath, true, look)}`
}

function branches(isLast: readonly boolean[]): string {
  const trunk = isLast.slice(0, -1).map((last) => (last ? '    ' : '│   '))
  return `${trunk.join('')}${isLast.at(-1) === true ? '└── ' : '├── '}`
}

function fileFacts({ entry, metadata }: Details, look: TreeLook): string {
  const facts = [
    ...(look.protections ? [modeText(metadata?.mode)] : []),
    ...(look.size ? [sizeColumn(entry.size ?? -1)] : []),
    ...(look.modtime ? [shortTime(entry.modTime ?? NO_TIME)] : []),
  ]
  return facts.length === 0 ? '' : `[${facts.join(' ')}]  `
}

function directoryFacts({ bytes, isCut }: TreeTotal, look: TreeLook): string {
  if (!look.size) return ''
  return `[${isCut && bytes <= 0 ? '?'.repeat(SIZE_WIDTH) : sizeColumn(bytes)}]  `
}

const SIZE_WIDTH = 11

function sizeColumn(bytes: number): string {
  return String(bytes).padStart(SIZE_WIDTH)
}

function label(name: string, isDirectory: boolean, look: TreeLook): string {
  const shown = look.quote ? `"${shownName(name)}"` : shownName(name)
  return look.color ? treeColor(shown, name, isDirectory) : shown
}
