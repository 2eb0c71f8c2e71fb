import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucketName } from './harness/bucket.js'
import { ceph, hasCeph } from './harness/ceph.js'
import { errorLines } from './harness/expect-failure.js'
import { type Outcome, run } from './harness/program.js'
import { hasRclone, rclone } from './harness/rclone.js'
import { inTerminal } from './harness/terminal.js'
import { makeTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

/** `tranship` with variables in its environment. */
function withEnv(user: User, env: NodeJS.ProcessEnv): (...args: string[]) => Promise<Outcome> {
  const [first, ...rest] = user.program
  return (...args) => run(first, [...rest, ...args], { env: { ...user.env, ...env }, cwd: user.folder })
}

function writeConfig(user: User, text: string): void {
  mkdirSync(dirname(user.configFile), { recursive: true })
  writeFileSync(user.configFile, text)
}

const readConfig = (user: User) => readFileSync(user.configFile, 'utf8')

async function succeeds(outcome: Promise<Outcome>): Promise<string> {
  const { code, stdout, stderr } = await outcome
  expect(code, stderr).toBe(0)
  return stdout
}

describe.runIf(hasRclone)('config commands beside those of rclone', () => {
  const STEPS: readonly (readonly string[])[] = [
    ['create', 'w', 's3', 'access_key_id=ak', 'region', 'eu', 'endpoint=http://h:1/?a=b'],
    ['create', 'disk', 'local'],
    ['update', 'w', 'region=us', 'endpoint', ''],
    ['create', 'disk', 'local', 'skip_links=true', '--non-interactive'],
    ['update', 'disk', 'skip_links', 'false', '--non-interactive'],
    ['create', 'my remote.x', 'local'],
    ['delete', 'gone'],
    ['delete', 'disk'],
    ['touch'],
  ]

  test('the same steps make the same remotes, and print the same', async () => {
    const [ours, theirs] = [newUser(), newUser()]
    for (const step of STEPS) {
      const [mine, other] = await Promise.all([ours.tranship('config', ...step), rclone(theirs, 'config', ...step)])
      expect({ step, code: mine.code }).toEqual({ step, code: other.code })
      expect(sorted(mine.stdout), step.join(' ')).toEqual(sorted(other.stdout))
      expect(JSON.parse((await rclone(ours, 'config', 'dump')).stdout)).toEqual(JSON.parse((await rclone(theirs, 'config', 'dump')).stdout))
    }
    expect(statSync(ours.configFile).mode & 0o777).toBe(0o600)
  })

  test('show, dump, file and listremotes print what rclone prints of one file', async () => {
    const user = newUser()
    writeConfig(user, '# mine\n[b]\ntype = s3\nregion = x\nunknown = ö\n\n[a]\ntype = sftp\nhost = h\n\n')
    for (const args of [['config', 'show'], ['config', 'show', 'b'], ['config', 'show', 'a:'], ['config', 'file'], ['listremotes']]) {
      expect((await user.tranship(...args)).stdout, args.join(' ')).toBe((await rclone(user, ...args)).stdout)
    }
    expect((await user.tranship('config', 'dump')).stdout).toBe(`${(await rclone(user, 'config', 'dump')).stdout}\n`)
    expect((await user.tranship('config', 'show', 'gone')).code).toBe(1)
  })

  test('a remote of the environment is one in both, by the same name', async () => {
    const user = newUser()
    writeConfig(user, '[b]\ntype = s3\n')
    const env = { RCLONE_CONFIG_MY_DISK_TYPE: 'local', RCLONE_CONFIG_B_REGION: 'eu' }
    const theirs = await run('rclone', ['listremotes'], { env: { ...user.env, ...env }, cwd: user.folder })
    expect(await succeeds(withEnv(user, env)('listremotes'))).toBe(theirs.stdout)
    makeTree(join(user.folder, 'd'), { file: 'x' })
    expect(await succeeds(withEnv(user, env)('ls', `my_disk:${user.folder}/d`))).toBe('        1 file\n')
  })

  test.each([
    [['create', 'w', 'nonsense']],
    [['create', 'a:b', 'local']],
    [['create', 'w', 's3', 'key']],
    [['update', 'gone', 'a=b']],
    [['password', 'gone', 'a', 'b']],
    [['userinfo', 'gone:']],
    [['userinfo', 'w:']],
    [['disconnect', 'w:']],
  ])('%j fails in both, and changes nothing', async (step) => {
    const user = newUser()
    writeConfig(user, '[w]\ntype = local')
    const [mine, other] = [await user.tranship('config', ...step), await rclone(user, 'config', ...step)]
    expect(mine.code).toBe(other.code)
    expect(errorLines(mine), mine.stderr).toHaveLength(1)
    expect(readConfig(user)).toBe('[w]\ntype = local')
  })

  test('providers has the fields of rclone, for each option that both know', async () => {
    const user = newUser()
    const find = (text: string) => (JSON.parse(text) as Provider[]).find(({ Name }) => Name === 'local')
    const [mine, other] = [
      find(await succeeds(user.tranship('config', 'providers'))),
      find((await rclone(user, 'config', 'providers')).stdout),
    ]
    expect(Object.keys(mine ?? {})).toEqual(expect.arrayContaining(Object.keys(other ?? {})))
    for (const option of other?.Options ?? []) {
      const own = mine?.Options.find(({ Name }) => Name === option.Name)
      if (own === undefined) continue
      const facts = ({ Type, NoPrefix, ShortOpt, Required, IsPassword }: Provider['Options'][number]) => ({
        Type,
        NoPrefix,
        ShortOpt,
        Required,
        IsPassword,
      })
      if (option.Type === 'bool') expect(facts(own)).toEqual(facts(option))
      expect(Object.keys(own)).toEqual(
        expect.arrayContaining(Object.keys(option).filter((key) => key !== 'Provider' && key !== 'Examples')),
      )
    }
  })
})

interface Provider {
  readonly Name: string
  readonly Options: readonly Record<'Name' | 'Type' | 'NoPrefix' | 'ShortOpt' | 'Required' | 'IsPassword', unknown>[]
}

/** rclone prints the options of a remote in no order. */
function sorted(text: string): string[] {
  return text.split('\n').toSorted()
}

describe('config commands', () => {
  test('keep comments, order and unknown keys', async () => {
    const user = newUser()
    writeConfig(user, '# mine\n[a]\n; of a\nunknown = 1\ntype = s3\n\n[b]\ntype = local\n')
    await succeeds(user.tranship('config', 'update', 'a', 'region=eu'))
    await succeeds(user.tranship('config', 'delete', 'b'))
    await succeeds(user.tranship('config', 'create', 'c', 'memory'))
    expect(readConfig(user)).toBe('# mine\n[a]\n; of a\nunknown = 1\ntype = s3\nregion = eu\n\n[c]\ntype = memory\n')
  })

  test('print no secret but where it is asked for', async () => {
    const user = newUser()
    const created = await user.tranship('config', 'create', 'w', 's3', 'access_key_id=ID', 'secret_access_key=SECRET', 'region=eu')
    expect(created.stdout).toBe('[w]\ntype = s3\naccess_key_id = ID\nsecret_access_key = *** ENCRYPTED ***\nregion = eu\n')
    const redacted = await succeeds(user.tranship('config', 'redacted'))
    expect(redacted).toBe(
      '[w]\ntype = s3\naccess_key_id = XXX\nsecret_access_key = XXX\nregion = eu\n### Double check the config for sensitive info before posting publicly\n',
    )
    expect(await succeeds(user.tranship('config', 'show', 'w'))).toContain('secret_access_key = SECRET\n')
  })

  test('refuse a value that is none, and a state that is none', async () => {
    const user = newUser()
    for (const args of [['chunk_size=1MB'], ['--continue', '--state=x']]) {
      const outcome = await user.tranship('config', 'create', 'w', 's3', ...args)
      expect(outcome.code).toBe(1)
      expect(existsSync(user.configFile)).toBe(false)
    }
  })

  test('let a program ask question after question, in the states of rclone', async () => {
    const user = newUser()
    const next = async (...args: string[]) => JSON.parse(await succeeds(user.tranship('config', ...args, '--non-interactive')))
    const asked: Record<string, string> = {}
    let question = await next('create', 'w', 's3', 'region=eu', '--all')
    expect(question).toMatchObject({ State: '*all-set,0,false', Option: { Name: 'access_key_id', Type: 'string' }, Error: '' })
    while (question.State !== '') {
      const { Name, DefaultStr } = question.Option
      if (Name === 'region') expect(DefaultStr).toBe('eu')
      asked[Name] = question.State
      const [answer, wrong] = Name === 'endpoint' ? ['http://h'] : Name === 'env_auth' ? ['true', 'maybe'] : [DefaultStr]
      const say = (result: string) => next('update', 'w', '--continue', '--state', question.State, '--result', result)
      if (wrong !== undefined)
        expect(await say(wrong)).toMatchObject({ State: question.State, Error: `"${Name}" is not a boolean: ${JSON.stringify(wrong)}` })
      question = await say(answer)
    }
    expect(asked).toMatchObject({ endpoint: expect.stringMatching(/^\*all-set,\d+,false$/), config_fs_advanced: '*all-advanced' })
    expect(await succeeds(user.tranship('config', 'show', 'w'))).toMatch(
      /^\[w\]\ntype = s3\nregion = eu\n(env_auth = true\n)?endpoint = http:\/\/h\n$/,
    )
  })

  test('leave standard input to others while nothing is asked', async () => {
    const user = newUser()
    const loop = 'printf "a\\nb\\n" | while read -r name; do "$@" "$name" memory --no-output; done'
    const outcome = await run('sh', ['-c', loop, 'sh', ...user.program, 'config', 'create'], { env: user.env, cwd: user.folder })
    expect(outcome.stderr).not.toContain('ERROR')
    expect(await succeeds(user.tranship('listremotes'))).toBe('a:\nb:\n')
  })

  test('string tells what no file is needed for, unset takes an option away', async () => {
    const user = newUser()
    await succeeds(user.tranship('config', 'create', 'w', 's3', 'region=eu', "endpoint=http://it's:1", 'no_check_bucket=true', 'acl=x'))
    await succeeds(user.tranship('config', 'unset', 'w', 'acl', 'nothing'))
    const text = (await succeeds(user.tranship('config', 'string', 'w:a/b', '--s3-region', 'us'))).trim()
    expect(text).toBe(":s3,endpoint='http://it''s:1',no_check_bucket,region=us:a/b")
    expect((await succeeds(user.tranship('config', 'string', text, '--config', ''))).trim()).toBe(text)
    expect((await user.tranship('config', 'unset', 'w', 'type')).code).toBe(1)
  })
})

describe.runIf(hasRclone)('an encrypted config', () => {
  const PASSWORD = ' pä ss '

  test('each program reads and changes what the other has encrypted', async () => {
    const user = newUser()
    await succeeds(user.tranship('config', 'create', 'ours', 'local'))
    await succeeds(user.feed(`${PASSWORD}\n${PASSWORD}\n`, 'config', 'encryption', 'set'))
    expect(readConfig(user)).toMatch(/^# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n/)
    expect(statSync(user.configFile).mode & 0o777).toBe(0o600)
    const env = { RCLONE_CONFIG_PASS: PASSWORD }
    const theirs = (...args: string[]) => run('rclone', args, { env: { ...user.env, ...env }, cwd: user.folder })
    await succeeds(theirs('config', 'create', 'theirs', 'local'))
    expect(readConfig(user)).toContain('RCLONE_ENCRYPT_V0:\n')
    await succeeds(withEnv(user, env)('config', 'create', 'third', 'local'))
    expect(readConfig(user)).toContain('RCLONE_ENCRYPT_V0:\n')
    for (const tool of [withEnv(user, env), theirs])
      expect(sorted(await succeeds(tool('listremotes')))).toEqual(['', 'ours:', 'theirs:', 'third:'])
    await succeeds(withEnv(user, env)('config', 'encryption', 'remove'))
    expect((await succeeds(rclone(user, 'config', 'show'))).trim()).toBe(readConfig(user).trim())
    expect((await user.tranship('config', 'encryption', 'check')).code).toBe(1)
  })

  test('the password comes from a command, or from the environment, and a wrong one is said to be so', async () => {
    const user = newUser()
    await succeeds(user.tranship('config', 'create', 'ours', 'local'))
    await succeeds(user.feed('p q\np q\n', 'config', 'encryption', 'set'))
    const before = readConfig(user)
    expect(await succeeds(user.tranship('listremotes', '--password-command', 'printf "p q"'))).toBe('ours:\n')
    expect(await succeeds(withEnv(user, { RCLONE_PASSWORD_COMMAND: 'printf "p q"' })('listremotes'))).toBe('ours:\n')
    await succeeds(withEnv(user, { TRANSHIP_CONFIG_PASS: 'p q' })('config', 'encryption', 'check'))
    const failures: readonly [Outcome, RegExp][] = [
      [await user.tranship('listremotes'), /is encrypted: set TRANSHIP_CONFIG_PASS/],
      [await withEnv(user, { RCLONE_CONFIG_PASS: 'x' })('listremotes'), /RCLONE_CONFIG_PASS is not its password/],
      [
        await user.tranship('config', 'create', 'x', 'local', '--password-command', 'echo x'),
        /--password-command prints is not its password/,
      ],
      [await user.tranship('listremotes', '--password-command', 'false'), /--password-command failed/],
    ]
    for (const [outcome, reason] of failures) {
      expect(outcome.code).toBe(1)
      expect(errorLines(outcome)).toEqual([expect.stringMatching(reason)])
    }
    expect(readConfig(user)).toBe(before)
  })

  test('is asked for at a terminal, unseen, until it is right', async () => {
    const user = newUser()
    await succeeds(user.tranship('config', 'create', 'ours', 'local'))
    await succeeds(user.feed('p q\np q\n', 'config', 'encryption', 'set'))
    const { code, transcript } = await inTerminal(
      user,
      ['listremotes'],
      [
        ['\npassword:', 'wrong'],
        ['\npassword:', 'p q'],
      ],
    )
    expect(code).toBe(0)
    expect(transcript).toMatch(
      /^Enter configuration password:\npassword:\n.*ERROR : this is not the password .*\nEnter configuration password:\npassword:\nours:\n$/,
    )
    // A location may say flags by its remote: then it is asked for before the work begins, and once.
    const listed = await inTerminal(user, ['lsf', 'ours:', '--exclude', '*'], [['\npassword:', 'p q']])
    expect(listed.transcript).toBe('Enter configuration password:\npassword:\n')
    expect(listed.code).toBe(0)
    for (const words of [['listremotes'], ['lsf', 'ours:']]) {
      const interrupted = await inTerminal(user, words, [['\npassword:', 'p\u0003']])
      expect(interrupted.code, interrupted.transcript).toBe(130)
    }
    const ended = await inTerminal(user, ['listremotes'], [['\npassword:', '\u0004']])
    expect(ended.code, ended.transcript).toBe(1)
    const unasked = await inTerminal(user, ['listremotes', '--ask-password=false'])
    expect(unasked.code).toBe(1)
  })
})

describe("rclone's own config file", () => {
  const SIX = `# kept by hand
[s3]
type = s3
provider = Ceph
access_key_id = ID
secret_access_key = SECRET

[swift]
type = swift
user = me

[local]
type = local

[gcs]
type = google cloud storage
token = {"access_token":"T"}

[dropbox]
type = dropbox

[crypt]
type = crypt
password = M9-oK26dyQuOw41ZIYcO7zg_3A
`

  test.each(['plain', 'encrypted'])(
    'of six remotes, %s, works as it is; of a backend that is not there is told when it is used',
    async (how) => {
      const user = newUser({ plugins: false })
      writeConfig(user, SIX)
      const tranship = withEnv(user, how === 'encrypted' ? { RCLONE_CONFIG_PASS: 'pass' } : {})
      if (how === 'encrypted') await succeeds(user.feed('pass\npass\n', 'config', 'encryption', 'set'))
      const before = readConfig(user)
      expect(await succeeds(tranship('listremotes'))).toBe('crypt:\ndropbox:\ngcs:\nlocal:\ns3:\nswift:\n')
      makeTree(join(user.folder, 'd'), { file: 'x' })
      expect(await tranship('ls', `local:${user.folder}/d`)).toMatchObject({ stdout: '        1 file\n', stderr: '' })
      for (const [remote, reason] of [
        ['dropbox:', /^Failed to ls: remote "dropbox": the backend "dropbox" .*tranship plugins install dropbox/],
        ['crypt:', /^Failed to ls: remote "crypt": no backend for type "crypt"/],
      ] as const) {
        const outcome = await tranship('ls', remote)
        expect(outcome.code).toBe(1)
        expect(errorLines(outcome)).toEqual([expect.stringMatching(reason)])
      }
      expect(await succeeds(tranship('config', 'redacted', 'crypt'))).toContain('password = XXX\n')
      expect(readConfig(user)).toBe(before)
    },
  )

  test('is shared or copied as the person at the terminal says, once; before that it is not changed', async () => {
    const user = newUser()
    writeConfig(user, SIX)
    const own = join(user.folder, '..', 'home', '.config', 'tranship', 'tranship.conf')
    const quit = await inTerminal(user, ['config'], [['s/c/q> ', 'q']])
    expect(quit.transcript).toContain(`Found rclone's config file "${user.configFile}", with 6 remotes.\n`)
    const refused = await inTerminal(user, ['config', 'delete', 'swift'], [['s/c/q> ', 'q']])
    expect(refused.code).toBe(1)
    expect(readConfig(user)).toBe(SIX)

    const copied = await inTerminal(
      user,
      ['config'],
      [
        ['s/c/q> ', 'c'],
        ['e/n/d/q> ', 'r'],
        ['remote> ', 'swift'],
        ['name> ', 'renamed'],
        ['e/n/d/q> ', 'q'],
      ],
    )
    expect(copied.code, copied.transcript).toBe(0)
    expect(readConfig(user)).toBe(SIX)
    expect(readFileSync(own, 'utf8')).toBe(SIX.replace('[swift]', '[renamed]'))
    expect(await succeeds(user.tranship('listremotes'))).toContain('renamed:\n')
    expect((await inTerminal(user, ['config'], [['e/n/d/q> ', 'q']])).code).toBe(0)

    const sharer = newUser()
    writeConfig(sharer, SIX)
    await inTerminal(sharer, ['config', 'delete', 'swift'], [['s/c/q> ', 's']])
    expect((await inTerminal(sharer, ['config', 'delete', 'gcs'])).code).toBe(0)
    expect(readConfig(sharer)).not.toMatch(/swift|gcs/)
  })

  test('made by Tranship is shared without a question', async () => {
    const user = newUser()
    const answers = [
      ['n/q> ', 'n'],
      ['name> ', 'disk'],
      ['type> ', 'local'],
      ['y/e/d/a> ', 'y'],
      ['e/n/d/q> ', 'q'],
    ] as const
    expect((await inTerminal(user, ['config'], answers)).code).toBe(0)
    expect((await inTerminal(user, ['config'], [['e/n/d/q> ', 'q']])).code).toBe(0)
    expect(readConfig(user)).toBe('[disk]\ntype = local\n')
  })
})

describe('the wizard at a terminal', () => {
  test('copies, renames, encrypts without showing the password, and goes back', async () => {
    const user = newUser()
    await succeeds(user.tranship('config', 'create', 'one', 'local'))
    const { code, transcript } = await inTerminal(
      user,
      ['config'],
      [
        ['e/n/d/q> ', 'c'],
        ['remote> ', '1'],
        ['name> ', 'two'],
        ['e/n/d/q> ', 'n'],
        ['name> ', '<'],
        ['e/n/d/q> ', 's'],
        ['a/q> ', 'a'],
        ['\npassword:', 'unseen\u007fn'],
        ['\npassword:', 'unseen'],
        ['c/u/q> ', 'q'],
        ['e/n/d/q> ', 'q'],
      ],
    )
    expect(code, transcript).toBe(0)
    expect(transcript).toContain('Password set\n')
    expect(transcript).not.toContain('unseen')
    expect(await succeeds(withEnv(user, { RCLONE_CONFIG_PASS: 'unseen' })('listremotes'))).toBe('one:\ntwo:\n')
    const again = await inTerminal(
      user,
      ['config'],
      [
        ['\npassword:', 'unseen'],
        ['e/n/d/q> ', 's'],
        ['c/u/q> ', 'u'],
        ['a/q> ', 'q'],
        ['e/n/d/q> ', 'q'],
      ],
    )
    expect(again.code, again.transcript).toBe(0)
    expect(readConfig(user)).toBe('[one]\ntype = local\n\n[two]\ntype = local\n')
  })
})

describe.runIf(hasCeph)('ways to say an option, on a real service', () => {
  test('each works, and the nearer one wins', async () => {
    const user = newUser()
    const { accessKey, secretKey, endpoint } = ceph()
    const name = newBucketName()
    makeTree(join(user.folder, 'source'), { file: 'x' })
    const nowhere = 'http://127.0.0.1:1'
    const keys = { access_key_id: accessKey, secret_access_key: secretKey, region: 'other-v4-signature' }
    const texts = Object.entries(keys).map(([key, value]) => `${key}='${value}'`)
    const inline = `:s3,${texts.join(',')},endpoint='${endpoint}'`
    await succeeds(user.tranship('copy', 'source', `${inline}:${name}`))

    const listed = '        1 file\n'
    const flags = Object.entries(keys).flatMap(([key, value]) => [`--s3-${key.replaceAll('_', '-')}`, value])
    expect(await succeeds(user.tranship('ls', ...flags, `--s3-endpoint=${endpoint}`, `:s3:${name}`))).toBe(listed)
    expect(await succeeds(user.tranship('--s3-no-check-bucket', ...flags, '--s3-endpoint', endpoint, 'ls', `:s3:${name}`))).toBe(listed)

    user.configure({ work: { type: 's3', ...keys, endpoint: nowhere } })
    const forRemote = { TRANSHIP_CONFIG_WORK_ENDPOINT: endpoint }
    const ladder: readonly [NodeJS.ProcessEnv, readonly string[], string][] = [
      [{ RCLONE_S3_ENDPOINT: endpoint }, [], 'work:'],
      [{ RCLONE_S3_ENDPOINT: nowhere, TRANSHIP_S3_ENDPOINT: endpoint }, [], 'work:'],
      [{ TRANSHIP_S3_ENDPOINT: nowhere, ...forRemote }, [], 'work:'],
      [{ TRANSHIP_CONFIG_WORK_ENDPOINT: nowhere }, ['--s3-endpoint', endpoint], 'work:'],
      [forRemote, ['--s3-endpoint', nowhere], `work,endpoint='${endpoint}':`],
    ]
    for (const [env, args, remote] of ladder) {
      expect(await withEnv(user, env)('ls', ...args, remote + name), JSON.stringify(env)).toMatchObject({
        code: 0,
        stdout: listed,
        stderr: '',
      })
    }
    const lost = await withEnv(user, {})('ls', `work:${name}`, '--low-level-retries', '1')
    expect(lost.code, 'the config file alone names no service').toBe(5)

    const env = { RCLONE_S3_ENDPOINT: endpoint, RCLONE_EXCLUDE: '*' }
    expect(await succeeds(withEnv(user, env)('ls', `work:${name}`))).toBe('')
    expect(await succeeds(withEnv(user, env)('ls', `work:${name}`, '--exclude', 'other'))).toBe(listed)
    await succeeds(withEnv(user, { ...env, RCLONE_EXCLUDE: '', RCLONE_DRY_RUN: 'true' })('purge', `work:${name}`))
    expect(await succeeds(withEnv(user, { RCLONE_S3_ENDPOINT: endpoint })('ls', `work:${name}`))).toBe(listed)
    await succeeds(withEnv(user, { ...env, RCLONE_EXCLUDE: '', RCLONE_DRY_RUN: 'true' })('purge', `work:${name}`, '--dry-run=false'))
    const gone = await withEnv(user, { RCLONE_S3_ENDPOINT: endpoint })('ls', `work:${name}`)
    expect(gone.code).toBe(3)
  })

  test('a remote says flags for itself, and for the command that names it', async () => {
    const user = newUser()
    const nobody = { type: 's3', endpoint: 'http://127.0.0.1:9', access_key_id: 'k', secret_access_key: 's' }
    user.configure({
      away: { ...nobody, 'override.low_level_retries': '2', 'global.verbose': '2' },
      near: { type: 'memory', 'override.nonsense': '1' },
    })
    const away = await user.tranship('lsf', 'away:')
    expect(away.code).toBe(5)
    expect(away.stderr).toContain('try 2 follows')
    expect(away.stderr).not.toContain('try 3 follows')
    const typed = await user.tranship('lsf', 'away,override.low_level_retries=1,global.verbose=false:')
    expect(typed.stderr).not.toMatch(/DEBUG|follows/)
    expect(await user.tranship('lsf', 'near,global.checkers=2:')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('--nonsense is no flag'),
    })
    const wrong = await user.tranship('lsf', 'near,global.checkers=many:')
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--checkers is what global.checkers of remote "near" says') })
  })

  test('a flag that is none of a backend is a mistake, told by name', async () => {
    for (const [flag, reason, plugins] of [
      ['--s3-regionn=x', '--s3-region?', true],
      ['--s3-chunk-size=1MB', '--s3-chunk-size is not a size', true],
      ['--dropbox-chunk-size=1M', 'plugins install dropbox', false],
    ] as const) {
      const { tranship } = newUser({ plugins })
      const { code, stderr } = await tranship('ls', flag, '.')
      expect({ flag, code }).toEqual({ flag, code: 2 })
      expect(stderr.replace(/\s*\n ›\s*/g, ' ')).toContain(reason)
    }
  })
})
