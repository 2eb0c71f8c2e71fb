import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucket } from './harness/bucket.js'
import { ceph, hasCeph, newAccount, SIGNATURES, s3Section } from './harness/ceph.js'
import type { Outcome } from './harness/program.js'
import { hasRclone, rclone } from './harness/rclone.js'
import { makeOddTree, makeTree, readTree, readTreeToMicroseconds } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'
import type { S3Account } from './servers/start.js'

function newUserWithRemote(region?: string, account: S3Account = ceph()): User & { readonly source: string } {
  const user = newUser()
  // rclone 1.60 wants a provider, and says so on each command.
  user.configure({ remote: { ...s3Section(account, region), provider: 'Ceph' } })
  const source = join(user.folder, 'source')
  makeOddTree(source)
  return { ...user, source }
}

const sortedLines = ({ stdout }: Outcome): string[] => stdout.split('\n').toSorted()

/** rclone's words for what it did to a file; nothing when it found nothing to do. */
const workOf = ({ stderr }: Outcome): string[] =>
  Array.from(stderr.matchAll(/INFO {2}: (.*: (?:Copied|Deleted|Updated).*)$/gm), ([, text = '']) => text)

describe.runIf(hasCeph && hasRclone).each(SIGNATURES)('with rclone, signature $signature', ({ region }) => {
  test('what rclone uploaded we have nothing to do with', async () => {
    const user = newUserWithRemote(region)
    const { name } = await newBucket(ceph())
    expect((await rclone(user, 'copy', user.source, `remote:${name}`)).code).toBe(0)

    const synced = await user.tranship('sync', '-v', user.source, `remote:${name}`)
    expect(synced.code, synced.stderr).toBe(0)
    expect(workOf(synced)).toEqual([])
    const checked = await user.tranship('check', user.source, `remote:${name}`)
    expect(checked).toMatchObject({ code: 0, stderr: expect.stringContaining(' 0 differences found') })

    expect((await user.tranship('sync', `remote:${name}`, 'down')).code).toBe(0)
    expect(readTreeToMicroseconds(join(user.folder, 'down'))).toEqual(readTreeToMicroseconds(user.source))
  })

  test('what we uploaded rclone has nothing to do with', async () => {
    const user = newUserWithRemote(region)
    const { name } = await newBucket(ceph())
    expect(await user.tranship('sync', user.source, `remote:${name}`)).toMatchObject({ code: 0, stderr: '' })

    const synced = await rclone(user, 'sync', '-v', user.source, `remote:${name}`)
    expect(synced.code, synced.stderr).toBe(0)
    expect(workOf(synced)).toEqual([])
    const checked = await rclone(user, 'check', '--download', user.source, `remote:${name}`)
    expect(checked).toMatchObject({ code: 0, stderr: expect.stringContaining(' 0 differences found') })

    expect((await rclone(user, 'sync', `remote:${name}`, 'down')).code).toBe(0)
    expect(readTree(join(user.folder, 'down'))).toEqual(readTree(user.source))
  })

  test('both store the same metadata', async () => {
    const user = newUserWithRemote(region)
    const [ours, theirs] = [await newBucket(ceph()), await newBucket(ceph())]
    await user.tranship('copy', user.source, `remote:${ours.name}`)
    await rclone(user, 'copy', user.source, `remote:${theirs.name}`)
    const keys = await theirs.keys()
    expect(await ours.keys()).toEqual(keys)
    for (const key of keys) {
      const [{ mtime }, metadata] = [await theirs.metadata(key), await ours.metadata(key)]
      expect(metadata, key).toMatchObject({ mtime })
    }
  })

  test('both list alike', async () => {
    const account = newAccount()
    const user = newUserWithRemote(region, account)
    const { name } = await newBucket(account)
    rmSync(join(user.source, 'tab\tnewline\nend'))
    await user.tranship('sync', user.source, `remote:${name}`)
    mkdirSync(join(user.folder, 'source/empty directory'))
    const places = [
      user.source,
      `${user.source}/deep`,
      `${user.source}/large`,
      `remote:${name}`,
      `remote:${name}/deep`,
      `remote:${name}/large`,
    ]
    for (const place of places) {
      for (const command of ['ls', 'lsl']) {
        const [ours, theirs] = [await user.tranship(command, place), await rclone(user, command, place)]
        expect(ours, place).toMatchObject({ code: 0, stderr: '' })
        expect(sortedLines(ours), `${command} ${place}`).toEqual(sortedLines(theirs))
      }
    }
    const [ours, theirs] = [await user.tranship('lsd', user.source), await rclone(user, 'lsd', user.source)]
    expect(sortedLines(ours)).toEqual(sortedLines(theirs))
    for (const place of [`remote:${name}`, 'remote:']) {
      const [ours, theirs] = [await user.tranship('lsd', place), await rclone(user, 'lsd', place)]
      expect(withoutTheUnknown(ours), `lsd ${place}`).toEqual(withoutTheUnknown(theirs))
    }
  })
})

describe.runIf(hasRclone)('names with control characters', () => {
  test('are listed as rclone lists them, one line a file', async () => {
    const user = newUser()
    makeTree(user.folder, { 'tab\tnewline\nend': '', 'escape\u001b[31m': '', 'bell\u0007': '' })
    for (const command of ['ls', 'lsl']) {
      expect(sortedLines(await user.tranship(command, '.'))).toEqual(sortedLines(await rclone(user, command, '.')))
    }
  })
})

describe.runIf(hasCeph && hasRclone)('the config file', () => {
  test('made by our wizard is usable by rclone', async () => {
    const user = newUser()
    const { accessKey, secretKey, endpoint } = ceph()
    const { name } = await newBucket(ceph())
    await user.feed(['n', 'mine', 's3', accessKey, secretKey, '10', endpoint, '', 'y', 'q', ''].join('\n'), 'config')
    makeTree(join(user.folder, 'source'), { file: 'x' })
    expect((await rclone(user, 'copy', 'source', `mine:${name}`)).code).toBe(0)
    expect(await user.tranship('ls', `mine:${name}`)).toMatchObject({ code: 0, stdout: '        1 file\n' })
  })

  test('made by rclone is usable by us, and only what is asked for changes in it', async () => {
    const user = newUser()
    const { accessKey, secretKey, endpoint } = ceph()
    const { name } = await newBucket(ceph())
    const values = [
      'provider=Ceph',
      `access_key_id=${accessKey}`,
      `secret_access_key=${secretKey}`,
      `endpoint=${endpoint}`,
      'chunk_size=8Mi',
    ]
    expect((await rclone(user, 'config', 'create', 'theirs', 's3', ...values)).code).toBe(0)
    expect((await rclone(user, 'config', 'create', 'disk', 'local')).code).toBe(0)
    makeTree(join(user.folder, 'source'), { file: 'x' })
    expect(await user.tranship('sync', 'source', `theirs:${name}`)).toMatchObject({ code: 0, stderr: '' })
    expect((await user.tranship('ls', `disk:${join(user.folder, 'source')}`)).stdout).toBe('        1 file\n')
    expect(sortedLines(await user.tranship('listremotes'))).toEqual(sortedLines(await rclone(user, 'listremotes')))

    const before = readFileSync(user.configFile, 'utf8')
    await user.feed(['n', 'new', 'local', 'y', 'q', ''].join('\n'), 'config')
    expect(readFileSync(user.configFile, 'utf8')).toBe(`${before.trimEnd()}\n\n[new]\ntype = local\n`)
  })
})

describe.runIf(hasCeph && hasRclone)('exit codes', () => {
  test.each([
    [['ls', 'nosuch-directory']],
    [['lsd', 'nosuch-directory']],
    [['ls', 'remote:tranship-nosuch-bucket']],
    [['lsd', 'remote:tranship-nosuch-bucket']],
    [['sync', 'nosuch-directory', 'elsewhere']],
    [['ls', 'nosuch-remote:']],
    [['check', 'source', 'source']],
    [['check', 'source', 'other']],
    [['rmdir', 'source']],
    [['mkdir', 'made/deep']],
    [['copy', 'source/large', 'made']],
  ])('%j', async (args) => {
    const user = newUserWithRemote()
    makeTree(join(user.folder, 'other'), { large: 'different' })
    const ours = await user.tranship(...args)
    rmSync(join(user.folder, 'made'), { recursive: true, force: true })
    const theirs = await rclone(user, '--retries=1', ...args)
    expect(ours.code, `${ours.stderr}\n${theirs.stderr}`).toBe(theirs.code)
  })
})

/** Lines of lsd, sorted. Of a directory that is only a prefix of keys nothing is known: rclone 1.60 shows 0 bytes and its own clock, we show -1. */
function withoutTheUnknown(outcome: Outcome): string[] {
  return sortedLines(outcome).map((line) => line.replace(/^ +(?:0|-1) [-\d]{10} [:\d]{8} +-1 /, '? '))
}
