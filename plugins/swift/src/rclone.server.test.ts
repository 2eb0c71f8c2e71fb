import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinPath } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ACCOUNTS, type Account, container, opened, pathsBelow, segmentsOf } from '../test/accounts.js'
import { bytesOf, md5, md5At, sourceOf } from '../test/bytes.js'

const SEGMENT = 100 * 1024
const TIME = 1_354_040_105_123_456_700n

const hasRclone = spawnSync('rclone', ['version']).status === 0
if (!hasRclone) console.warn('skipped: swift side by side with rclone, which is not on the PATH')

/** Runs rclone on `r:`, the account. Gives what it prints. */
function rclone({ auth, user, key }: Account, ...args: readonly string[]): Buffer {
  const { AWS_CA_BUNDLE: _not, ...env } = process.env
  const remote = { RCLONE_CONFIG_R_TYPE: 'swift', RCLONE_CONFIG_R_AUTH: auth, RCLONE_CONFIG_R_USER: user, RCLONE_CONFIG_R_KEY: key }
  const { status, stdout, stderr } = spawnSync('rclone', ['--config', '/dev/null', ...args], {
    env: { ...env, ...remote },
    maxBuffer: 100 * 1024 ** 2,
  })
  expect(status, stderr.toString()).toBe(0)
  return stdout
}

describe.runIf(hasRclone).each(ACCOUNTS)('side by side with rclone on $name', (account) => {
  // Ceph lists a static manifest with the length of its text, which rclone takes for the size of the file.
  test.each(['auto', 'dlo'])('it reads what we write: %s', async (kind) => {
    const fs = await opened(account, { chunk_size: SEGMENT, large_objects: kind })
    const name = await container(fs)
    for (const size of [0, 10, 5 * SEGMENT + 1]) {
      const bytes = bytesOf(size)
      await fs.put(joinPath(name, `d/file ${size}`), sourceOf(bytes), { modTime: TIME })
      expect(md5(rclone(account, 'cat', `r:${name}/d/file ${size}`))).toBe(md5(bytes))
      const [listed] = JSON.parse(rclone(account, 'lsjson', `r:${name}/d/file ${size}`).toString())
      expect([listed.Size, Date.parse(listed.ModTime)]).toEqual([size, Number(TIME / 1_000_000n)])
    }
    rclone(account, 'delete', `r:${name}/d`)
    expect(await pathsBelow(fs, name)).toEqual([])
  })

  test('we read, copy, replace and remove what it writes, in segments too', async () => {
    const fs = await opened(account, { chunk_size: SEGMENT })
    const name = await container(fs)
    const scratch = mkdtempSync(join(tmpdir(), 'tranship-swift-'))
    onTestFinished(() => rmSync(scratch, { recursive: true }))
    const path = joinPath(name, 'd/file')
    for (const size of [10, 5 * SEGMENT + 1]) {
      const bytes = bytesOf(size)
      writeFileSync(join(scratch, 'file'), bytes)
      utimesSync(join(scratch, 'file'), 1_354_040_105, 1_354_040_105.25)
      rclone(account, 'copy', '--swift-chunk-size', '100k', scratch, `r:${name}/d`)
      const object = await fs.stat(path)
      expect([object.size, object.modTime]).toEqual([size, 1_354_040_105_250_000_000n])
      expect(await md5At(fs, object)).toBe(md5(bytes))
      const copy = await fs.copy?.(object, joinPath(name, 'copy'))
      expect(await md5At(fs, copy ?? expect.fail())).toBe(md5(bytes))
      await fs.remove(object)
      expect(await md5At(fs, copy ?? expect.fail())).toBe(md5(bytes))
      rclone(account, 'copy', '--swift-chunk-size', '100k', scratch, `r:${name}/d`)
      await fs.put(path, sourceOf(bytesOf(1)))
      await fs.remove(copy ?? expect.fail())
      expect(await segmentsOf(fs, name)).toEqual([])
    }
  })
})
test.skipIf(hasRclone && ACCOUNTS.length > 0)('swift: no rclone, or no server is named to test against', () => {})
