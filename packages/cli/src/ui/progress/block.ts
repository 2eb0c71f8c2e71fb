import { printable } from '../printable.js'
import { fitText, textWidth } from '../text-width.js'
import { percentOf, type RateUnit, shortBytes, shortDuration, shortPart, shortRate } from './amounts.js'
import type { Snapshot, TransferView } from './tally.js'

/** How the block is drawn. */
export interface BlockLook {
  /** Columns. */
  readonly width: number
  /** Lines at most. */
  readonly height: number
  readonly colors: boolean
  readonly unit: RateUnit
}

const [SHORTEST_BAR, LONGEST_BAR] = [8, 40]
/** Lines that are not for one transfer each. */
const OTHER_LINES = 3

/** The lines that show how far the work is: a bar for all, what was done, and a bar for each transfer. None is wider than the screen. */
export function blockLines(snapshot: Snapshot, look: BlockLook): readonly string[] {
  const { transfers } = snapshot
  const room = Math.max(0, look.height - OTHER_LINES)
  const shown = transfers.slice(0, transfers.length > room ? Math.max(0, room - 1) : room)
  const left = transfers.length - shown.length
  return [
    totalLine(snapshot, look),
    paint(fitText(` ${countsOf(snapshot)}`, look.width).trimEnd(), 'dim', look),
    ...shown.map((transfer) => transferLine(transfer, look)),
    ...(left > 0 && room > 0 ? [paint(fitText(` and ${left} more`, look.width).trimEnd(), 'dim', look)] : []),
  ]
}

/** "1042 unchanged, 3 deleted, 0:12": what else there is to tell. */
function countsOf({ updated, renamed, touched, deleted, unchanged, failed, elapsed }: Snapshot): string {
  const counts = Object.entries({ failed, updated, renamed, touched, deleted, unchanged })
  const told = counts.filter(([name, amount]) => amount > 0 || name === 'unchanged').map(([name, amount]) => `${amount} ${name}`)
  return [shortDuration(elapsed / 1000), ...told].join(', ')
}

function totalLine(snapshot: Snapshot, look: BlockLook): string {
  const { copied, totalFiles, totalBytes, bytes, partial, speed, eta } = snapshot
  const done = bytes + partial
  // As long as nothing is known to be done, nothing is done.
  const percent = totalFiles === 0 ? 0 : totalBytes === 0 ? percentOf(copied, totalFiles) : percentOf(done, totalBytes)
  const files = `${copied}/${totalFiles}`
  const time = eta === undefined ? '-:--' : shortDuration(eta)
  return withBar(
    percent,
    [[shortPart(done, totalBytes)], [`${files} files`, files], [rate(speed, look)], [`ETA ${time}`, time]],
    look,
    'total',
  )
}

function transferLine({ path, size, bytes, speed }: TransferView, look: BlockLook): string {
  const nameWidth = Math.max(8, Math.min(72, Math.floor(look.width * 0.4)))
  const name = ` ${fitText(printable(path), nameWidth - 2)} `
  const rest = { ...look, width: look.width - nameWidth }
  if (size === undefined) {
    const text = `${shortBytes(bytes)}  ${shortRate(speed, look.unit)}`
    return `${name}${fitText(text, rest.width).trimEnd()}`
  }
  return `${name}${withBar(percentOf(bytes, size), [[shortPart(bytes, size)], [rate(speed, look)]], rest, 'one')}`
}

/**
 * " 62% ━━━━━━━━━━━━  1.24/2.00 GiB  12/34": what stands behind the bar is each in its longest form for which there is room; where
 * there is none for all, the last go first.
 */
function withBar(percent: number, pieces: readonly (readonly string[])[], look: BlockLook, kind: 'total' | 'one'): string {
  const begin = `${String(percent).padStart(3)}% `
  const room = look.width - begin.length
  const behind = fitting(pieces, room - SHORTEST_BAR)
  const barWidth = Math.min(LONGEST_BAR, room - textWidth(behind))
  if (barWidth < SHORTEST_BAR) return fitText(begin.trimEnd(), look.width).trimEnd()
  return `${kind === 'total' ? paint(begin, 'bold', look) : begin}${bar(percent, barWidth, look)}${behind}`
}

/** Of one width, so that nothing behind it moves. */
function rate(speed: number, { unit }: BlockLook): string {
  return shortRate(speed, unit).padStart(10)
}

function fitting(pieces: readonly (readonly string[])[], room: number): string {
  const text = (chosen: readonly (readonly string[])[], form: 0 | 1) => chosen.map((forms) => `  ${forms[form] ?? forms[0]}`).join('')
  for (let amount = pieces.length; amount > 0; amount--) {
    for (const form of [0, 1] as const) {
      const candidate = text(pieces.slice(0, amount), form)
      if (textWidth(candidate) <= room) return candidate
    }
  }
  return ''
}

function bar(percent: number, width: number, look: BlockLook): string {
  const full = Math.floor((width * percent) / 100)
  const [done, left] = look.colors ? ['━', '━'] : ['█', '░']
  return `${paint(done.repeat(full), 'green', look)}${paint(left.repeat(width - full), 'grey', look)}`
}

const STYLES = { bold: '1', dim: '2', green: '32', grey: '90' }

function paint(text: string, style: keyof typeof STYLES, { colors }: BlockLook): string {
  return colors && text !== '' ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text
}
