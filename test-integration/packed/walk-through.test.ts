import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucketName } from '../harness/bucket.js'
import { ceph, hasCeph } from '../harness/ceph.js'
import { type Answer, inTerminal } from '../harness/terminal.js'
import { newUser } from './installed-cli.js'

describe.runIf(hasCeph)('a new user with Ceph', () => {
  test('is told what to install, installs it, makes a remote, and syncs', async () => {
    const cli = newUser()
    const { accessKey, secretKey, endpoint } = ceph()
    const config = async (answers: readonly Answer[]) => {
      const { code, transcript } = await inTerminal({ ...cli, program: [cli.program] }, ['config'], answers)
      expect(code, transcript).toBe(0)
      return transcript
    }

    // The end of the input quits, so this first conversation stops in the middle.
    const first = await cli.feed('n\nremote\n2\n', 'config')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain('\n 2) s3 (not installed)\n')
    expect(first.stdout).toContain('tranship plugins install s3')
    expect(await cli.tranship('listremotes')).toMatchObject({ code: 0, stdout: '' })

    expect(await cli.tranship('plugins', 'install', 's3')).toMatchObject({ code: 0 })
    const second = await config([
      ['n/q> ', 'n'],
      ['name> ', 'remote'],
      ['type> ', '2'],
      ['access_key_id> ', accessKey],
      ['secret_access_key> ', secretKey],
      ['region> ', '10'],
      ['endpoint> ', endpoint],
      ['location_constraint> ', '1'],
      ['y/e/d/a> ', 'y'],
      ['e/n/d/q> ', 'q'],
    ])
    expect(second).toContain('\n 2) s3\n')
    expect(second).toContain('\nremote               s3\n')

    const remote = `remote:${newBucketName()}`
    mkdirSync(join(cli.folder, 'from/deep'), { recursive: true })
    writeFileSync(join(cli.folder, 'from/a.txt'), 'a')
    writeFileSync(join(cli.folder, 'from/deep/b.bin'), Buffer.alloc(6_000_000, 7))
    expect(await cli.tranship('mkdir', remote)).toMatchObject({ code: 0, stderr: '' })
    expect(await cli.tranship('sync', 'from', remote)).toMatchObject({ code: 0, stderr: '' })
    expect(await cli.tranship('ls', remote)).toMatchObject({ code: 0, stdout: '        1 a.txt\n  6000000 deep/b.bin\n' })
    expect(await cli.tranship('check', 'from', remote)).toMatchObject({ code: 0 })
    expect((await cli.tranship('-v', 'sync', 'from', remote)).stderr).toContain('0 files copied (0 B), 2 unchanged')
    expect(await cli.tranship('purge', remote)).toMatchObject({ code: 0 })
  })
})
