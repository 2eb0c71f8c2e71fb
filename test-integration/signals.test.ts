import { describe, test } from 'vitest'
import { breakOffOften } from './harness/broken-off.js'
import { ceph, hasCeph } from './harness/ceph.js'
import { bucketTarget, localTarget } from './harness/interrupted.js'
import { hasRclone } from './harness/rclone.js'
import { newUser } from './harness/user.js'

const BREAKS = {
  files: 300,
  moments: Number(process.env.TRANSHIP_SIGNALS ?? 50),
  seed: Number(process.env.TRANSHIP_SEED ?? Math.floor(Math.random() * 2 ** 32)),
}

describe(`a sync that is broken off at any moment leaves whole files, and the next one ends it (TRANSHIP_SEED=${BREAKS.seed})`, () => {
  test('between directories', { timeout: 3_600_000 }, async () => {
    const user = newUser()
    await breakOffOften(user, localTarget(user), BREAKS)
  })

  test.runIf(hasCeph && hasRclone)('to a bucket', { timeout: 7_200_000 }, async () => {
    const user = newUser()
    await breakOffOften(user, await bucketTarget(user, ceph()), BREAKS)
  })
})
