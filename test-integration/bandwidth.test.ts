import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newUser } from './harness/user.js'

test.skipIf(process.platform === 'win32')('SIGUSR2 turns the bandwidth limit of a running copy off', async () => {
  const user = newUser()
  user.configure({ mem: { type: 'memory' } })
  mkdirSync(join(user.folder, 'source'))
  writeFileSync(join(user.folder, 'source/file'), Buffer.alloc(3 * 1024 ** 2))
  // At a KiB a second it would take the better part of an hour.
  const { child, ended } = user.start('copy', 'source', 'mem:bucket', '--bwlimit=1k', '-v')
  child.stderr?.on('data', (text: string) => {
    if (text.includes('Starting bandwidth limiter')) child.kill('SIGUSR2')
  })
  const { code, stderr } = await ended
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('Bandwidth limit disabled by user')
  expect(stderr).toContain('1 file copied (3 MiB)')
})
