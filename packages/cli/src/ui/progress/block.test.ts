import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textWidth } from '../text-width.js'
import { type BlockLook, blockLines } from './block.js'
import type { Snapshot } from './tally.js'

const MIB = 1024 ** 2
const LOOK: BlockLook = { width: 79, height: 10, colors: false, unit: 'bytes' }
const SNAPSHOT: Snapshot = {
  bytes: 20 * MIB,
  copied: 12,
  updated: 3,
  renamed: 0,
  touched: 0,
  deleted: 2,
  unchanged: 1042,
  failed: 1,
  partial: 5 * MIB,
  totalBytes: 100 * MIB,
  totalFiles: 34,
  speed: 2.5 * MIB,
  eta: 30,
  elapsed: 65_000,
  transfers: [
    { path: 'photos/2021/summer/img_0001.jpg', size: 10 * MIB, bytes: 4 * MIB, speed: MIB },
    { path: 'of unknown size', bytes: MIB, speed: 100 },
  ],
}

test('the block shows all in one bar, what was done, and a bar for each transfer', () => {
  expect(blockLines(SNAPSHOT, LOOK)).toEqual([
    ' 25% ██████░░░░░░░░░░░░░░░░░░░░   25/100 MiB  12/34 files  2.50 MiB/s  ETA 0:30',
    ' 1:05, 1 failed, 3 updated, 2 deleted, 1042 unchanged',
    ' photos/2021/…mer/img_0001.jpg  40% ██████░░░░░░░░░░   4.0/10.0 MiB  1.00 MiB/s',
    ' of unknown size               1.00 MiB  100 B/s',
  ])
})

test('on a narrow screen the less important goes first', () => {
  const total = (width: number) => blockLines(SNAPSHOT, { ...LOOK, width })[0]
  expect(total(51)).toBe(' 25% ██░░░░░░   25/100 MiB  12/34  2.50 MiB/s  0:30')
  expect(total(40)).toBe(' 25% ██░░░░░░░   25/100 MiB  12/34 files')
  expect(total(30)).toBe(' 25% ███░░░░░░░░░   25/100 MiB')
  expect(total(12)).toBe(' 25%')
})

test('what does not fit below is counted', () => {
  const transfers = Array.from({ length: 20 }, (_, at) => ({ path: `file ${at}`, size: 10, bytes: 5, speed: 1 }))
  const lines = blockLines({ ...SNAPSHOT, transfers }, LOOK)
  expect(lines).toHaveLength(9)
  expect(lines.at(-1)).toBe(' and 14 more')
})

test('colors are around the text, never instead of it', () => {
  const plain = blockLines(SNAPSHOT, LOOK)
  const colored = blockLines(SNAPSHOT, { ...LOOK, colors: true })
  expect(colored.join('\n')).toContain('\u001b[32m━')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set colors
  expect(colored.map((line) => line.replace(/\u001b\[\d+m/g, '').replaceAll('━', '█'))).toEqual(
    plain.map((line) => line.replaceAll('░', '█')),
  )
})

test('no line is wider than the screen, and a name steers no terminal', () => {
  const amount = fc.nat(2 ** 52)
  const transfer = fc.record({ path: fc.string({ unit: 'binary' }), size: amount, bytes: amount, speed: amount })
  fc.assert(
    fc.property(
      fc.record({ copied: amount, totalFiles: amount, totalBytes: amount, bytes: amount, partial: amount, speed: amount, failed: amount }),
      fc.array(transfer, { maxLength: 5 }),
      fc.integer({ min: 10, max: 250 }),
      (totals, transfers, width) => {
        for (const line of blockLines({ ...SNAPSHOT, ...totals, transfers }, { ...LOOK, width })) {
          expect(textWidth(line)).toBeLessThanOrEqual(width)
          expect(line).not.toMatch(/\p{Cc}/u)
        }
      },
    ),
    { numRuns: 30 },
  )
})
