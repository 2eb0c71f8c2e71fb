import { closeSync, lstatSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { floorDivide } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scratch } from '../../test/scratch.js'
import { setTimeAt, setTimeOfOpen, TIME_PRECISION } from './file-time.js'

const FROM = BigInt(Date.UTC(1969, 0)) * 1_000_000n
const TO = BigInt(Date.UTC(2200, 0)) * 1_000_000n

const times = fc.oneof(
  fc.bigInt({ min: FROM, max: TO }),
  fc.bigInt({ min: -3_000_000_000n, max: 3_000_000_000n }),
  fc.bigInt({ min: FROM / 1_000_000_000n, max: TO / 1_000_000_000n }).map((seconds) => seconds * 1_000_000_000n),
)

const microsecond = (time: bigint) => floorDivide(time, TIME_PRECISION)

describe('setting the time of a file', () => {
  it('keeps its microsecond, on the first and on the second way', () => {
    const file = join(scratch(), 'file')
    const fd = openSync(file, 'w')
    fc.assert(
      fc.property(times, (time) => {
        const first = setTimeOfOpen(fd, time).mtimeNs
        expect(microsecond(first)).toBe(microsecond(time))
        expect(lstatSync(file, { bigint: true }).mtimeNs).toBe(first)
        expect(microsecond(setTimeAt(file, first).mtimeNs)).toBe(microsecond(time))
      }),
      { numRuns: 5000 },
    )
    closeSync(fd)
  })

  it('keeps whole seconds exactly', () => {
    const file = join(scratch(), 'file')
    writeFileSync(file, '')
    for (const seconds of [-1n, 0n, 1n, 1_700_000_000n, 4_294_967_296n]) {
      expect(setTimeAt(file, seconds * 1_000_000_000n).mtimeNs).toBe(seconds * 1_000_000_000n)
    }
  })

  it('never touches what a symbolic link points to', () => {
    const directory = scratch()
    const file = join(directory, 'file')
    const link = join(directory, 'link')
    writeFileSync(file, '')
    symlinkSync(file, link)
    const before = lstatSync(file, { bigint: true }).mtimeNs
    expect(setTimeAt(link, 5_000_000_000n).mtimeNs).toBe(5_000_000_000n)
    expect(lstatSync(file, { bigint: true }).mtimeNs).toBe(before)
  })
})
