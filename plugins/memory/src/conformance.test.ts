import { createFixedLimiter, plainContext } from '@tranship/core'
import { describeFs } from '@tranship/testkit'
import { test } from 'vitest'
import memory from './index.js'

describeFs(test, {
  name: 'memory',
  open: async () => ({ fs: await memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 }))) }),
  partSize: 64 * 1024,
})
