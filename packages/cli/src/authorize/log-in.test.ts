import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  authorizeByCode,
  type Backend,
  type BackendContext,
  createFixedLimiter,
  defineBackend,
  freshToken,
  type OAuthProvider,
  type OptionTable,
  parseConfig,
  parseToken,
  plainContext,
  printConfig,
} from '@tranship/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooserRows } from '../backends/known-backends.js'
import { runWizard } from '../wizard/wizard.js'
import { authorizeIO } from './authorize-io.js'
import { type CallbackPlace, startCallbackServer } from './callback-server.js'
import { fromPaste, toPaste } from './pasted.js'

const OPTIONS: OptionTable = {
  client_id: { type: 'string', help: 'Client id.' },
  token: { type: 'string', help: 'Token.', secret: 'plain', advanced: true },
}

/** A provider of OAuth, which agrees to all, or to nothing. */
interface Fake {
  readonly server: Server
  readonly provider: OAuthProvider
  /** What its token endpoint was sent. */
  readonly forms: URLSearchParams[]
  agrees: boolean
}

let fake: Fake
let place: CallbackPlace
let context: BackendContext

beforeEach(async () => {
  fake = await startProvider()
  place = { host: '127.0.0.1', port: await freePort() }
  context = plainContext(createFixedLimiter({ uploads: 1, requests: 1 }), { remote: 'cloud' })
})

afterEach(() => {
  fake.server.closeAllConnections()
  fake.server.close()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function startProvider(): Promise<Fake> {
  const codes = new Map<string, { readonly challenge: string; readonly redirect: string }>()
  const forms: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider')
    if (url.pathname === '/agree') {
      const query = url.searchParams
      const back = new URL(query.get('redirect_uri') ?? '')
      back.searchParams.set('state', query.get('state') ?? '')
      if (fake.agrees) {
        codes.set('the-code', { challenge: query.get('code_challenge') ?? '', redirect: query.get('redirect_uri') ?? '' })
        back.searchParams.set('code', 'the-code')
      } else back.searchParams.set('error', 'access_denied')
      response.writeHead(302, { location: back.href }).end()
      return
    }
    const form = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString())
    forms.push(form)
    const code = codes.get(form.get('code') ?? '')
    const isCode =
      code?.challenge ===
        createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url') && code.redirect === form.get('redirect_uri')
    const isRefresh = form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === 'refresh'
    codes.clear()
    response.setHeader('content-type', 'application/json')
    if (isCode || isRefresh) {
      const refresh = isCode ? { refresh_token: 'refresh' } : {}
      response.end(JSON.stringify({ access_token: isCode ? 'first' : 'second', token_type: 'bearer', expires_in: 3600, ...refresh }))
    } else response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant', error_description: 'used\u001b up' }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = { authorizationUrl: `${origin}/agree?tenant=x`, tokenUrl: `${origin}/token`, clientId: 'ID', scopes: ['read', 'write'] }
  return { server, forms, agrees: true, provider }
}

/** A browser in which the person agrees at once. */
function browse(link: string): void {
  fetch(link).then(
    (page) => page.text(),
    () => undefined,
  )
}

function cloud(): Backend {
  return defineBackend({
    contract: 1,
    type: 'cloud',
    prefix: 'cloud',
    description: 'Behind a log-in',
    options: OPTIONS,
    open: () => Promise.reject(new Error('nothing is opened')),
    authorize: async (options, io, own) => {
      const clientId = typeof options.client_id === 'string' ? options.client_id : 'ID'
      return { token: JSON.stringify(await authorizeByCode({ ...fake.provider, clientId }, io, own)) }
    },
  })
}

/** The wizard, with these lines typed. */
async function wizard(lines: readonly string[], before = ''): Promise<{ screen: string; config: string }> {
  let config = parseConfig(before)
  let screen = ''
  const print = (text: string) => {
    screen += text
  }
  const { signal } = new AbortController()
  const backend = cloud()
  await runWizard({
    lines: (async function* () {
      yield* lines
    })(),
    print,
    signal,
    config: {
      read: async () => config,
      update: async (change) => {
        config = change(config)
        return config
      },
      isEncrypted: async () => false,
      setPassword: async () => {},
    },
    backends: chooserRows([{ type: 'cloud', prefix: 'cloud', description: '', load: async () => backend }]),
    platform: 'linux',
    logInHere: () => async (each, values, prompter) =>
      (await each.authorize?.({ ...values }, authorizeIO(prompter, signal, browse, place), context)) ?? {},
  })
  return { screen, config: printConfig(config) }
}

describe('a log-in on this machine', () => {
  test('brings a token, by a code that only this program can exchange', async () => {
    const { screen, config } = await wizard(['n', 'mine', 'cloud', 'my-id', 'y', 'y', 'q'])
    expect(screen).toContain(
      `If your browser doesn't open automatically go to the following link: http://127.0.0.1:${place.port}/auth?state=`,
    )
    const token = parseToken(/token = (.*)/.exec(config)?.[1], 'mine')
    expect(token).toMatchObject({ access_token: 'first', refresh_token: 'refresh', token_type: 'bearer' })
    expect(Date.parse(token.expiry ?? '')).toBeGreaterThan(Date.now())
    expect(fake.forms).toHaveLength(1)
    expect(Object.fromEntries(fake.forms[0] ?? [])).toMatchObject({
      client_id: 'my-id',
      code: 'the-code',
      redirect_uri: `http://127.0.0.1:${place.port}/`,
    })
  })

  test('that is refused is told, and asked for again; nothing is saved meanwhile', async () => {
    fake.agrees = false
    const { screen, config } = await wizard(['n', 'mine', 'cloud', '', 'y', '<', 'q'])
    expect(screen).toContain('The log-in failed: no access was given: access_denied\nUse auto config?')
    expect(config).toBe('')
  })

  test('is asked for again only if the person wants another token', async () => {
    const before = '[mine]\ntype = cloud\nclient_id = x\ntoken = {"access_token":"old"}\n'
    const kept = await wizard(['e', 'mine', '', '', 'n', 'y', 'q'], before)
    expect(kept.screen).toContain('Already have a token - refresh?')
    expect(kept.config).toBe(before)
    const renewed = await wizard(['e', 'mine', '', '', 'y', 'y', 'y', 'q'], before)
    expect(renewed.config).toContain('"access_token":"first"')
  })
})

describe('a log-in on another machine', () => {
  test('is done by a command with the options so far, whose output is pasted', async () => {
    const pasted = toPaste({ token: '{"access_token":"elsewhere"}' })
    const { screen, config } = await wizard(['n', 'mine', 'cloud', 'my-id', 'n', 'nonsense', 'n', pasted, 'y', 'q'])
    const said = /tranship authorize "cloud" "(.*)"/.exec(screen)?.[1] ?? ''
    expect(fromPaste(said)).toEqual({ client_id: 'my-id' })
    expect(screen).toContain('The log-in failed: what was pasted cannot be read')
    expect(config).toBe('[mine]\ntype = cloud\nclient_id = my-id\ntoken = {"access_token":"elsewhere"}\n')
  })

  test('the token alone, as older rclones print it, may be pasted too', () => {
    expect(fromPaste(' {"access_token":"x"}\n')).toEqual({ token: '{"access_token":"x"}' })
    for (const text of ['{"access_token":', '', 'e30x', toPaste({}).slice(0, 1), Buffer.from('[1]').toString('base64')]) {
      expect(() => fromPaste(text), text).toThrow('pasted')
    }
  })
})

describe('the page on this machine', () => {
  const query = (path: string) => fetch(`http://127.0.0.1:${place.port}${path}`, { redirect: 'manual' })

  test('serves nobody who does not know the state, and one answer to who does', async () => {
    const server = await startCallbackServer('http://provider/', 'STATE', new AbortController().signal, place)
    for (const path of [
      '/',
      '/auth',
      '/?code=evil',
      '/?code=evil&state=OTHER',
      '/auth?state=OTHER',
      '/favicon.ico',
      '//x?state=STATE',
      '//',
      '//[',
    ]) {
      const refused = await query(path)
      expect({ path, status: refused.status, location: refused.headers.get('location') }).toEqual({ path, status: 404, location: null })
    }
    const led = await query('/auth?state=STATE')
    expect([led.status, led.headers.get('location'), led.headers.get('referrer-policy')]).toEqual([307, 'http://provider/', 'no-referrer'])
    expect((await query('/?state=STATE&code=C')).status).toBe(200)
    expect((await server.answer).get('code')).toBe('C')
    server.close()
    await expect(query('/?state=STATE&code=C')).rejects.toThrow()
  })

  test('a taken port is said to be so; an interruption ends the waiting', async () => {
    const controller = new AbortController()
    const server = await startCallbackServer('http://provider/', 'S', controller.signal, place)
    await expect(startCallbackServer('http://provider/', 'S', controller.signal, place)).rejects.toThrow('another program uses it')
    const reason = new Error('interrupted')
    controller.abort(reason)
    await expect(server.answer).rejects.toBe(reason)
    server.close()
  })
})

describe('a token', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')

  test('is used while it lasts, then renewed, and keeps what renews it', async () => {
    const token = { access_token: 'first', token_type: 'bearer', refresh_token: 'refresh', expiry: '2026-01-01T01:00:00Z' }
    expect(await freshToken(fake.provider, token, context, now)).toBe(token)
    expect(fake.forms).toEqual([])
    expect(await freshToken(fake.provider, token, context, now + 3_600_000)).toMatchObject({
      access_token: 'second',
      refresh_token: 'refresh',
    })
  })

  test('that cannot be renewed says how to log in again', async () => {
    const expired = { access_token: 'first', token_type: 'bearer', expiry: '2026-01-01T00:00:00Z' }
    await expect(freshToken(fake.provider, expired, context, now)).rejects.toMatchObject({
      kind: 'signed-out',
      message: expect.stringContaining('config reconnect cloud:'),
    })
    const gone = freshToken(fake.provider, { ...expired, refresh_token: 'taken back' }, context, now)
    await expect(gone).rejects.toMatchObject({ kind: 'signed-out', message: expect.stringContaining('invalid_grant') })
  })

  test('is read as rclone writes it; what is none is a ConfigError without it', () => {
    const text = '{"access_token":"SECRET","token_type":"","expiry":"0001-01-01T00:00:00Z"}'
    expect(parseToken(text, 'r')).toEqual({ access_token: 'SECRET', token_type: '' })
    for (const bad of [undefined, '', 'SECRET', '{"SECRET":1}', 'null']) {
      expect(() => parseToken(bad, 'r')).toThrow(/^(?!.*SECRET).*config reconnect r:/)
    }
  })
})
