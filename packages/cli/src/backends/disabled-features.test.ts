import { createFixedLimiter, openFs, plainContext } from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { without } from './disabled-features.js'

test('an Fs without its methods is the same in all else', async () => {
  const fs = await openFs(memory, {}, plainContext(createFixedLimiter({ uploads: 1, requests: 1 })))
  expect(fs.copy).toBeDefined()
  const less = without(fs, new Set(['copy', 'listAll']))
  expect([less.copy, less.listAll, less.features, less.put]).toEqual([undefined, undefined, fs.features, fs.put])
  expect(without(fs, new Set())).toBe(fs)
})
