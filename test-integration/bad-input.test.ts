import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { newBucket } from './harness/bucket.js'
import { ceph, hasCeph, newAccount, s3Section } from './harness/ceph.js'
import { expectFailure } from './harness/expect-failure.js'
import { makeTree } from './harness/tree.js'
import { names, newUserWithTrees, UNTOUCHED } from './harness/trees-at-risk.js'
import { newUser } from './harness/user.js'

describe('sources and destinations on this machine', () => {
  test.each(['ls', 'lsl', 'lsd', 'rmdir', 'purge'])('%s of a directory that is missing', async (command) => {
    expectFailure(await newUser().tranship(command, 'nosuch'), { code: 3, errors: [/no such (file or )?directory.*nosuch/] })
  })

  test.each(['sync', 'copy', 'check'])('%s from a source that is missing', async (command) => {
    const user = newUserWithTrees()
    expectFailure(await user.tranship(command, 'nosuch', 'destination'), { code: 3, errors: [/no such (file or )?directory.*nosuch/] })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
  })

  test('an empty source does not empty a destination, unless it is told to', async () => {
    const user = newUserWithTrees()
    mkdirSync(join(user.folder, 'empty'))
    const errors = [/not deleting files as the source is empty.*3 deletes not done/, /Failed to sync/]
    expectFailure(await user.tranship('sync', 'empty', 'destination'), { code: 1, errors })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
    expect(await user.tranship('sync', '--force-delete', 'empty', 'destination')).toMatchObject({ code: 0 })
    expect(names(user, 'destination')).toEqual([])
  })

  test('a source that cannot be read', async () => {
    const user = newUserWithTrees({ ordinary: true })
    chmodSync(join(user.folder, 'source'), 0)
    const outcome = await user.tranship('sync', 'source', 'destination')
    chmodSync(join(user.folder, 'source'), 0o755)
    expect(outcome.stderr).toMatch(/permission denied/)
    expect(outcome.stderr.match(/ ERROR : .*permission denied/g)?.length, outcome.stderr).toBeLessThanOrEqual(2)
    expect(outcome.code).toBe(1)
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
  })

  test('a directory in the source that cannot be read: the rest goes on, nothing is deleted', async () => {
    const user = newUserWithTrees({ ordinary: true })
    execFileSync('chmod', ['-R', 'a+w', user.folder])
    chmodSync(join(user.folder, 'source/sub'), 0)
    const outcome = await user.tranship('sync', 'source', 'destination')
    chmodSync(join(user.folder, 'source/sub'), 0o755)
    expectFailure(outcome, {
      code: 1,
      errors: [
        /^sub: .*permission denied/,
        /not deleting files as there were errors: 1 delete not done/,
        /Failed to sync with 1 error, the first: .*permission denied/,
      ],
    })
    expect(names(user, 'destination')).toEqual(['a', ...UNTOUCHED])
  })

  test('a file that cannot be read: the rest goes on, the old copy stays', async () => {
    const user = newUserWithTrees({ ordinary: true })
    makeTree(join(user.folder, 'destination'), { 'sub/b': 'the old copy' })
    execFileSync('chmod', ['-R', 'a+w', user.folder])
    chmodSync(join(user.folder, 'source/sub/b'), 0)
    const outcome = await user.tranship('copy', 'source', 'destination')
    expectFailure(outcome, { code: 1, errors: [/^sub\/b: .*permission denied/, /Failed to copy with 1 error/] })
    expect(readFileSync(join(user.folder, 'destination/sub/b'), 'utf8')).toBe('the old copy')
    expect(existsSync(join(user.folder, 'destination/a'))).toBe(true)
  })

  test('a destination that may not be written', async () => {
    const user = newUserWithTrees({ ordinary: true })
    chmodSync(join(user.folder, 'destination'), 0o555)
    const outcome = await user.tranship('copy', 'source/a', 'destination')
    expectFailure(outcome, { code: 1, errors: [/^a: .*permission denied/, /Failed to copy with 1 error/] })
  })

  test('a destination that is a file', async () => {
    const user = newUserWithTrees()
    expectFailure(await user.tranship('sync', 'source', 'destination/extra'), { code: 1, errors: [/not a directory|is a file/] })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
  })

  test('a destination within the source', async () => {
    const user = newUserWithTrees()
    expectFailure(await user.tranship('sync', 'source', 'source/sub'), { code: 1, errors: [/overlap|in the other|same/] })
    expect(names(user, 'source')).toEqual(['a', 'sub/b'])
  })

  test('a destination that is full', async ({ skip }) => {
    const user = newUser()
    const full = join(user.folder, 'full')
    mkdirSync(full)
    const problem = mountTmpfs(full)
    if (problem !== undefined) {
      const message = `a file system of 1 MiB cannot be mounted here: ${problem}`
      if (process.env.TRANSHIP_REQUIRE_SERVERS === '1') throw new Error(message)
      console.warn(`\n*** SKIPPED: a destination that is full: ${message}\n`)
      skip(message)
    }
    onTestFinished(() => void execFileSync('umount', [full]))
    makeTree(full, { extra: 'only here', large: 'the old copy' })
    makeTree(join(user.folder, 'source'), { large: randomBytes(2 << 20), small: 'fits' })

    const errors = [
      /^large: .*no space left on device/i,
      /not deleting files as there were errors: 1 delete not done/,
      /Failed to sync with 1 error/,
    ]
    expectFailure(await user.tranship('sync', 'source', 'full'), { code: 1, errors })
    expect(readdirSync(full).toSorted()).toEqual(['extra', 'large', 'small'])
    expect(readFileSync(join(full, 'large'), 'utf8')).toBe('the old copy')
  })
})

describe.runIf(hasCeph)('a bucket', () => {
  const wrongSecret = 'not-the-secret-at-all/0000000000000000000'
  const secrets = () => [ceph().secretKey, wrongSecret]

  test.each([
    { remote: 'wrong-secret:x', code: 1, error: /secret_access_key is wrong \(SignatureDoesNotMatch\)/ },
    { remote: 'unknown-key:x', code: 1, error: /does not know this access_key_id \(InvalidAccessKeyId\)/ },
    { remote: 'unreachable:x', code: 5, error: /no answer from 127.0.0.1:9: ECONNREFUSED/ },
    { remote: 'no-such-host:x', code: 1, error: /there is no host nosuch.invalid/ },
    { remote: 'right:tranship-is-missing', code: 3, error: /no such bucket.*tranship-is-missing/ },
    { remote: 'right:tranship-is-missing/deep/er', code: 3, error: /no such bucket.*tranship-is-missing/ },
  ])('$remote', async ({ remote, code, error }) => {
    const user = newUserWithTrees()
    const account = ceph()
    user.configure({
      right: s3Section(account),
      'wrong-secret': s3Section({ ...account, secretKey: wrongSecret }),
      'unknown-key': s3Section({ ...account, accessKey: 'NOSUCHKEY' }),
      unreachable: s3Section({ ...account, endpoint: 'http://127.0.0.1:9' }),
      'no-such-host': s3Section({ ...account, endpoint: 'http://nosuch.invalid' }),
    })
    const commands = [
      ...['ls', 'lsl', 'lsd', 'purge'].map((command) => [command, remote]),
      ...['sync', 'copy', 'check'].map((command) => [command, remote, 'destination']),
      ...(code === 3 ? [] : [['sync', 'source', remote]]),
    ]
    // At once, since most of the time is spent in waiting between attempts.
    const outcomes = await Promise.all(commands.map((command) => user.tranship(...command, '-vv')))
    for (const outcome of outcomes) expectFailure(outcome, { code, errors: [error], secrets: secrets() })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
  })

  test('of somebody else', async () => {
    const user = newUserWithTrees()
    const bucket = await newBucket({ ...ceph(), ...ceph().other })
    await bucket.put('theirs', 'x')
    user.configure({ remote: s3Section(ceph()) })
    expectFailure(await user.tranship('ls', `remote:${bucket.name}`), { code: 1, errors: [/access denied/] })
    expectFailure(await user.tranship('sync', `remote:${bucket.name}`, 'destination'), { code: 1, errors: [/access denied/] })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
    expect((await user.tranship('sync', 'source', `remote:${bucket.name}`)).code).toBe(1)
    expect(await bucket.keys()).toEqual(['theirs'])
  })

  test('that is full', async () => {
    const user = newUser()
    const account = newAccount(3)
    const bucket = await newBucket(account)
    await bucket.put('extra', 'only here')
    user.configure({ remote: s3Section(account) })
    makeTree(join(user.folder, 'source'), { a: 'a', b: 'b', c: 'c', d: 'd' })
    expectFailure(await user.tranship('sync', '--transfers', '1', 'source', `remote:${bucket.name}`), {
      code: 1,
      errors: [
        /^c: the quota is used up/,
        /^d: the quota is used up/,
        /errors: 1 delete not done/,
        /Failed to sync with 2 errors, the first: the quota is used up/,
      ],
      secrets: [account.secretKey],
    })
    expect(await bucket.keys()).toEqual(['a', 'b', 'extra'])
  })

  test('names that are too long for the one or the other side', async () => {
    const user = newUser()
    user.configure({ remote: s3Section(ceph()) })
    const [from, to] = [await newBucket(ceph()), await newBucket(ceph())]
    const long = 'n'.repeat(256)
    await from.fill([long, 'short'])
    expectFailure(await user.tranship('sync', `remote:${from.name}`, 'down'), {
      code: 1,
      errors: [/^n{256}: .*name.*(too long|255)/, /Failed to sync with 1 error/],
    })
    expect(names(user, 'down')).toEqual(['short'])

    const deep = Array.from({ length: 5 }, () => 'd'.repeat(210)).join('/')
    await to.put('extra', 'only here')
    makeTree(join(user.folder, 'up'), { [deep]: 'deep', short: 'x' })
    expectFailure(await user.tranship('sync', 'up', `remote:${to.name}`), {
      code: 1,
      errors: [/^d+\/.*1054 bytes.*1024/, /errors: 1 delete not done/, /Failed to sync with 1 error/],
    })
    expect(await to.keys()).toEqual(['extra', 'short'])
  })

  test('that a file is copied beside, into the list of buckets', async () => {
    const user = newUserWithTrees()
    user.configure({ remote: s3Section(ceph()) })
    expectFailure(await user.tranship('copy', 'source/a', 'remote:'), { code: 1, errors: [/^a: .*bucket/, /Failed to copy with 1 error/] })
  })
})

describe.runIf(inject('swift') !== undefined)('a bucket in another region', () => {
  test('is reached all the same, where the service says which', async () => {
    const account = inject('swift')
    if (account === undefined) return
    const user = newUserWithTrees()
    const bucket = await newBucket(account)
    await bucket.put('file', 'x')
    user.configure({ wrong: s3Section(account, 'eu-west-1') })
    expect(await user.tranship('ls', `wrong:${bucket.name}`)).toMatchObject({ code: 0, stdout: '        1 file\n', stderr: '' })
  })
})

/** Mounts a file system of 1 MiB, or tells why not. */
function mountTmpfs(directory: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: ['ignore', 'ignore', 'pipe'] })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
