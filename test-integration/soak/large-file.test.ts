import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, rmSync, statfsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { describe, expect, inject, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { ceph, hasCeph, s3Section } from '../harness/ceph.js'
import { newUser } from '../harness/user.js'
import { type Measured, measured } from './peak-memory.js'

const MEBIBYTE = 1024 ** 2
const SIZE = 6 * 1024 * MEBIBYTE
/** It is stored once by the service and once by the download. */
const ROOM = 2.5 * SIZE
const MOST_MEMORY = 300 * MEBIBYTE

describe.runIf(hasCeph)('a file of 6 GiB', () => {
  test('goes up, and comes down the same, in little memory', { timeout: 45 * 60_000 }, async () => {
    const room = statfsSync(inject('scratch'))
    expect(room.bavail * room.bsize, 'bytes free where temporary files are: see TMPDIR').toBeGreaterThan(ROOM)

    const [user, bucket] = [newUser(), await newBucket(ceph())]
    user.configure({ remote: { ...s3Section(ceph()), provider: 'Ceph' } })
    const [source, copy] = [join(user.folder, 'large'), join(user.folder, 'down/large')]
    await makeSparse(source, SIZE)
    const sent = await digestOf(source)

    const up = await measured(user, MOST_MEMORY, 'copy', 'large', `remote:${bucket.name}`)
    tell('up', up)
    expect(up.peak, 'bytes of memory for the upload').toBeLessThan(MOST_MEMORY)
    expect(up).toMatchObject({ code: 0, stderr: '' })
    expect(await bucket.unfinishedUploads()).toEqual([])

    const down = await measured(user, MOST_MEMORY, 'copy', `remote:${bucket.name}/large`, 'down')
    tell('down', down)
    expect(down.peak, 'bytes of memory for the download').toBeLessThan(MOST_MEMORY)
    expect(down).toMatchObject({ code: 0, stderr: '' })
    const received = await digestOf(copy)
    rmSync(copy)
    console.log(`    SHA-256 sent ${sent}\n    SHA-256 back ${received}`)
    expect(received).toBe(sent)
  })
})

function tell(way: string, { seconds, peak }: Measured): void {
  const rate = Math.round(SIZE / MEBIBYTE / seconds)
  console.log(`=== ${SIZE / MEBIBYTE} MiB ${way}: ${seconds.toFixed(1)} s, ${rate} MiB/s, peak RSS ${Math.round(peak / MEBIBYTE)} MiB`)
}

/** A file of holes, with a few bytes in each MiB that tell it from every other one. */
async function makeSparse(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.truncate(size)
    for (let at = 0; at < size; at += MEBIBYTE) await file.write(randomBytes(16), 0, 16, at)
    await file.write(randomBytes(16), 0, 16, size - 16)
  } finally {
    await file.close()
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: MEBIBYTE }), hash)
  return hash.digest('hex')
}
