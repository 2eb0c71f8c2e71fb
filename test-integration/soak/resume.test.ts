import { describe, expect, inject, test } from 'vitest'
import { hasCeph } from '../harness/ceph.js'
import { MEBIBYTE } from '../harness/cut-off.js'
import { type Moment, resumedDownload, resumedSegments, resumedUpload } from '../harness/resumed-transfers.js'

const SIZE = 150 * MEBIBYTE
const TIMES = 10
const swift = inject('swift')

/** One in each part of the transfer. */
const MOMENTS: readonly Moment[] = Array.from({ length: TIMES }, (_, at) => ({
  signal: 'SIGKILL',
  fraction: 0.95 * ((at + Math.random()) / TIMES),
}))

describe('a transfer of 150 MiB that is killed at any moment goes on, and sends less than one part of each stream again', () => {
  test.runIf(hasCeph)('to S3', { timeout: 1_800_000 }, async () => {
    for (const moment of MOMENTS) tell(moment, await resumedUpload(moment, SIZE))
  })

  test.runIf(swift !== undefined)('to Swift', { timeout: 1_800_000 }, async () => {
    for (const moment of MOMENTS) tell(moment, await resumedSegments(moment, SIZE, swift?.native ?? expect.fail()))
  })

  test.runIf(hasCeph)('from S3', { timeout: 1_800_000 }, async () => {
    for (const moment of MOMENTS) {
      const again = await resumedDownload(moment, SIZE)
      tell(moment, again)
      expect(again, 'bytes that came although they were there').toBeLessThan(MEBIBYTE)
    }
  })
})

function tell({ fraction }: Moment, again: number): void {
  console.log(`    killed after ${Math.round(fraction * 100)} %: ${Math.round(again / 1024)} KiB again`)
}
