import { describe, expect, test } from 'vitest'
import { createFixedLimiter } from './limiter.js'

describe('createFixedLimiter', () => {
  test('counts uploads and requests apart, and each way of ending a slot makes room', async () => {
    const limiter = createFixedLimiter({ uploads: 1, requests: 1 })
    for (const end of ['done', 'refused', 'failed'] as const) {
      const [upload, request] = await Promise.all([limiter.enter('upload', 5), limiter.enter('request', 0)])
      upload[end]()
      request[end]()
    }
    const reason = new Error('stop')
    await limiter.enter('upload', 5)
    const controller = new AbortController()
    const waiting = limiter.enter('upload', 5, controller.signal)
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })

  test('a body never waits: what holds a slot must not wait for another', async () => {
    const limiter = createFixedLimiter({ uploads: 1, requests: 1 })
    for (let times = 0; times < 5; times++) await limiter.enter('open', 0)
    await limiter.enter('upload', 5)
    await expect(limiter.enter('open', 0, AbortSignal.abort('stop'))).rejects.toBe('stop')
  })
})
