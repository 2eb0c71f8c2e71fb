import { test } from 'vitest'
import { breakOffOften } from './harness/broken-off.js'
import { localTarget } from './harness/interrupted.js'
import { newUser } from './harness/user.js'

/** A few moments, and always the same fractions of a run; the soak breaks off more often, and to a bucket too. */
test('a sync that is broken off leaves whole files, and the next one ends it', async () => {
  const user = newUser()
  await breakOffOften(user, localTarget(user), { files: 100, moments: 6, seed: 5 })
})
