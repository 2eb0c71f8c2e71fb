import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { linkCloudPlugin } from './harness/cloud-plugin.js'
import { run } from './harness/program.js'
import { inTerminal } from './harness/terminal.js'
import { newUser } from './harness/user.js'

/** A provider at which everybody agrees; every token is another one. */
async function startProvider(): Promise<string> {
  let tokens = 0
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider')
    if (pathname === '/agree') {
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({
        code: `code of ${searchParams.get('client_id')}`,
        state: searchParams.get('state') ?? '',
      }).toString()
      response.writeHead(302, { location: back.href }).end()
      return
    }
    const form = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString())
    const isRight = form.get('code') === `code of ${form.get('client_id')}` && form.has('code_verifier')
    response.writeHead(isRight ? 200 : 400, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(isRight ? { access_token: `token ${++tokens}`, expires_in: 3600, refresh_token: 'r' } : { error: 'invalid_grant' }),
    )
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a person logs in by a browser, here or elsewhere, and again; the token is kept', async () => {
  const user = newUser()
  const env = { ...user.env, ...linkCloudPlugin(user, await startProvider()) }
  const person = { ...user, env }
  const [first, ...rest] = user.program
  const tranship = (...args: string[]) => run(first, [...rest, ...args], { env, cwd: user.folder })
  const nameOf = async (remote: string) => JSON.parse((await tranship('config', 'userinfo', remote, '--json')).stdout).Name as string

  const here = await inTerminal(
    person,
    ['config'],
    [
      ['n/q> ', 'n'],
      ['name> ', 'mine'],
      ['type> ', 'cloud'],
      ['client_id> ', 'me'],
      ['y/n> ', 'y'],
      ['y/e/d/a> ', 'y'],
      ['e/n/d/q> ', 'q'],
    ],
  )
  expect(here.code, here.transcript).toBe(0)
  expect(here.transcript).toContain('Got code\n')
  expect(await nameOf('mine:')).toBe('token 1')

  const created = await tranship('config', 'create', 'other', 'cloud', 'pass=secret')
  expect(created.stdout).toBe('[other]\ntype = cloud\npass = *** ENCRYPTED ***\n')
  expect(created.stderr).toContain('tranship config reconnect other:')
  expect((await tranship('config', 'userinfo', 'other:')).stderr).toContain(
    'remote "other" has no token: run `tranship config reconnect other:`',
  )
  const changed = await tranship('config', 'password', 'other', 'pass', 'longer secret')
  expect(changed.code, changed.stderr).toBe(0)

  // On a machine without a browser the person is told what to run where there is one.
  const elsewhere = tranship('authorize', 'cloud')
  const { code, stdout } = await elsewhere
  expect(code).toBe(0)
  const [, pasted = ''] = /^Paste the following into your remote machine --->\n(.+)\n<---End paste\n$/.exec(stdout) ?? []
  const away = await inTerminal(
    person,
    ['config', 'reconnect', 'other:'],
    [
      ['y/n> ', 'n'],
      ['config_token> ', pasted],
    ],
  )
  expect(away.code, away.transcript).toBe(0)
  expect(away.transcript).toMatch(/\ttranship authorize "cloud" "\w+"\n/)
  expect(await nameOf('other:')).toBe('token 2')
  expect(await tranship('config', 'userinfo', 'other:')).toMatchObject({
    stdout: '         Name: token 2\nSecret length: 13\n',
    stderr: '',
  })

  const again = await inTerminal(
    person,
    ['config', 'reconnect', 'mine:'],
    [
      ['y/n> ', 'y'],
      ['y/n> ', 'y'],
    ],
  )
  expect(again.code, again.transcript).toBe(0)
  expect(await nameOf('mine:')).toBe('token 3')
  // A command that makes a remote logs in where it is told how, and asks a person at a terminal.
  const told = await tranship('config', 'create', 'told', 'cloud', 'config_is_local=true')
  expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\[told\]\ntype = cloud\ntoken = \*\*\* ENCRYPTED \*\*\*\n$/) })
  expect(await nameOf('told:')).toBe('token 4')
  const kept = await tranship('config', 'update', 'told', 'config_refresh_token=false', 'client_id=you')
  expect(kept.code, kept.stderr).toBe(0)
  const put = await tranship('config', 'update', 'told', 'config_refresh_token=true', 'config_is_local=false', `config_token=${pasted}`)
  expect(put.code, put.stderr).toBe(0)
  expect(await nameOf('told:')).toBe('token 2')
  const made = await inTerminal(person, ['config', 'create', 'made', 'cloud'], [['y/n> ', 'y']])
  expect(made.code, made.transcript).toBe(0)
  expect(await nameOf('made:')).toBe('token 5')
  const question = await tranship('config', 'create', 'asked', 'cloud', '--non-interactive')
  expect(JSON.parse(question.stdout)).toMatchObject({ State: '*oauth-islocal,,,', Option: { Name: 'config_is_local', Exclusive: true } })

  const config = readFileSync(user.configFile, 'utf8')
  expect(config).not.toContain('secret')
  expect((await tranship('config', 'redacted')).stdout).not.toMatch(/token \d/)
})
