import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectFailure } from './harness/expect-failure.js'
import { names, newUserWithTrees, UNTOUCHED } from './harness/trees-at-risk.js'
import { newUser } from './harness/user.js'

describe('the command line', () => {
  test.each([
    { args: [], says: /USAGE/i, code: 0 },
    { args: ['nosuch'], says: /there is no command "nosuch"/, code: 2 },
    { args: ['sync', '--nosuch', 'a', 'b'], says: /there is no flag --nosuch/, code: 2 },
    { args: ['sync'], says: /SOURCE and DESTINATION are missing: say `tranship sync SOURCE DESTINATION`/, code: 2 },
    { args: ['sync', 'a'], says: /DESTINATION is missing/, code: 2 },
    { args: ['ls', 'a', 'b'], says: /"b" is too many: say `tranship ls PATH`/, code: 2 },
    { args: ['sync', 'a', 'b', '--transfers', 'many'], says: /--transfers: expected an integer but received: many/, code: 2 },
    { args: ['sync', 'a', 'b', '--checkers=0'], says: /greater than or equal to 1 but received: 0/, code: 2 },
    { args: ['ls', '.', '--config'], says: /--config expects a value/, code: 2 },
  ])('tranship $args ends with $code', async ({ args, says, code }) => {
    const { tranship } = newUser()
    const outcome = await tranship(...args)
    expect(outcome.code).toBe(code)
    expect(code === 0 ? outcome.stdout : outcome.stderr).toMatch(says)
    expect(code === 0 ? outcome.stderr : outcome.stdout).toBe('')
  })
})

describe('remotes', () => {
  const section = { type: 's3', access_key_id: 'k', secret_access_key: 'hidden-secret' }
  test.each([
    { remote: 'nosuch:x', error: /no remote "nosuch" in the config file; there are: .*typo/ },
    { remote: 'typo:x', error: /no backend for type "s33"; installed are: .*local/ },
    { remote: 'typeless:x', error: /remote "typeless" has no type/ },
    {
      remote: 'absent:x',
      plugins: false,
      error: /plugin @tranship\/plugin-dropbox, which is not installed: run "tranship plugins install dropbox"/,
    },
    { remote: 'nowhere:x', error: /region "other-v2-signature" needs "endpoint"/ },
    { remote: 'garbled:x', error: /"endpoint" is no URL: http:\/\/\[/ },
    { remote: 'half:x', error: /"secret_access_key" is missing/ },
    { remote: 'wrong:x', error: /chunk_size.*much/ },
  ])('$remote', async ({ remote, error, plugins = true }) => {
    const user = newUserWithTrees({ plugins })
    user.configure({
      typo: { type: 's33' },
      typeless: { region: 'us-east-1' },
      absent: { type: 'dropbox' },
      nowhere: { ...section, region: 'other-v2-signature' },
      garbled: { ...section, endpoint: 'http://[' },
      half: { type: 's3', access_key_id: 'k' },
      wrong: { ...section, chunk_size: 'much' },
    })
    const secrets = ['hidden-secret']
    expectFailure(await user.tranship('ls', remote), { code: 1, errors: [error], secrets })
    expectFailure(await user.tranship('sync', remote, 'destination'), { code: 1, errors: [error], secrets })
    expect(names(user, 'destination')).toEqual(UNTOUCHED)
  })
})

describe('the config file', () => {
  test.each([
    { what: 'with a line that is no setting', text: '[remote]\ntype = s3\nthis is no setting\n', error: /line 3|this is no setting/ },
    { what: 'encrypted', text: '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nAAAA\n', error: /encrypted/ },
    { what: 'not UTF-8', text: Buffer.from('[remote]\ntype = s3\nendpoint = \xff\n', 'latin1'), error: /UTF-8|not valid/i },
  ])('$what', async ({ text, error }) => {
    const user = newUserWithTrees()
    user.configure({})
    writeFileSync(user.configFile, text)
    expectFailure(await user.tranship('lsd', 'remote:'), { code: 1, errors: [error] })
    expectFailure(await user.tranship('listremotes'), { code: 1, errors: [error] })
    expectFailure(await user.feed('n\nx\n3\ny\nq\n', 'config'), { code: 1, errors: [error] })
    expect(readFileSync(user.configFile)).toEqual(Buffer.from(text))
    // What needs no remote does not read it.
    expect(await user.tranship('ls', 'source')).toMatchObject({ code: 0, stderr: '' })
  })

  test('a directory in its place', async () => {
    const { tranship } = newUserWithTrees()
    expectFailure(await tranship('lsd', 'remote:', '--config', 'source'), {
      code: 1,
      errors: [/cannot read the config file "source": .*EISDIR/],
    })
  })

  test('unreadable', async () => {
    const user = newUser({ ordinary: true })
    user.configure({ remote: { type: 'local' } })
    chmodSync(user.configFile, 0)
    expectFailure(await user.tranship('ls', 'remote:'), { code: 1, errors: [/cannot read the config file ".*rclone.conf": .*EACCES/] })
  })

  test('missing, and said so where a remote is asked for', async () => {
    const { tranship } = newUser()
    const outcome = await tranship('ls', 'remote:')
    expectFailure(outcome, { code: 1, errors: [/no remote "remote" in the config file/] })
    expect(outcome.stderr).toMatch(/NOTICE: Config file ".*" not found - using defaults/)
  })
})
