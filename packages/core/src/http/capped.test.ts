import { expect, test } from 'vitest'
import { createFixedLimiter } from './limiter.js'
import { capped } from './paced.js'

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('uploads and requests together are no more than the cap, downloads are not counted', async () => {
  const limiter = capped(createFixedLimiter({ uploads: 10, requests: 10 }), 2)
  const upload = await limiter.enter('upload', 0)
  const request = await limiter.enter('request', 0)
  await limiter.enter('open', 0)
  let entered = 0
  const waiting = [limiter.enter('request', 0), limiter.enter('upload', 0)].map((slot) =>
    slot.then((given) => {
      entered++
      return given
    }),
  )
  await settled()
  expect(entered).toBe(0)
  upload.failed()
  await settled()
  expect(entered).toBe(1)
  request.refused(1)
  await Promise.all(waiting)
})

test('who gives up waiting leaves its place to the next, also within the limiter below', async () => {
  const limiter = capped(createFixedLimiter({ uploads: 1, requests: 1 }), 2)
  const held = await limiter.enter('request', 0)
  const gone = new AbortController()
  const below = limiter.enter('request', 0, gone.signal) // within the cap, and waiting for the limiter
  const outside = limiter.enter('upload', 0, gone.signal)
  gone.abort(new Error('enough'))
  await expect(below).rejects.toThrow('enough')
  await expect(outside).rejects.toThrow('enough')
  const next = await limiter.enter('upload', 0)
  held.done()
  next.done()
  await limiter.enter('request', 0)
})
