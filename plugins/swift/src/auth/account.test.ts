import { parseOptions } from '@tranship/core'
import type { HttpAnswer, HttpClient, HttpRequest } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { OPTIONS } from '../options.js'
import { settingsOf } from '../settings.js'
import { createAccess } from './access.js'
import { logIn } from './account.js'

const { signal } = new AbortController()

interface Told {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Answers by hand, and keeps what was asked. */
function client(answer: (request: HttpRequest) => Told): { readonly http: HttpClient; readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = []
  const http: HttpClient = {
    send: async (request) => {
      asked.push(request)
      const { status = 200, headers = {}, body = {} } = answer(request)
      const bytes = Buffer.from(JSON.stringify(body))
      const answered: HttpAnswer & { readonly url: string } = {
        url: `${request.origin}${request.target}`,
        status,
        headers,
        body: (async function* () {
          yield bytes
        })(),
        whole: async () => bytes,
        text: async () => bytes.toString(),
        discard: () => {},
      }
      return answered
    },
    close: () => {},
  }
  return { http, asked }
}

const settings = (texts: Readonly<Record<string, string>>) => settingsOf(parseOptions(OPTIONS, texts, 'work'), 'work', {})
const bodyOf = ({ body }: HttpRequest) => JSON.parse(String(body))

test('v1 sends user and key as credentials, which no other host may see', async () => {
  const { http, asked } = client(() => ({ headers: { 'x-storage-url': 'https://store.example/v1/a/', 'x-auth-token': 'token' } }))
  const account = await logIn(settings({ user: 'me', key: 'k', auth: 'https://auth.example/auth/v1.0' }), http, signal)
  expect(account).toEqual({ storageUrl: 'https://store.example/v1/a', token: 'token' })
  expect(asked[0]).toMatchObject({
    method: 'GET',
    origin: 'https://auth.example',
    target: '/auth/v1.0',
    credentials: { 'x-auth-user': 'me', 'x-auth-key': 'k' },
  })
})

test('v2 tells the tenant, and tries both kinds of secret at Rackspace', async () => {
  const good = {
    body: {
      access: {
        token: { id: 'token' },
        serviceCatalog: [{ type: 'object-store', endpoints: [{ publicURL: 'https://store.example/v1/a' }] }],
      },
    },
  }
  const plain = client(() => good)
  expect(await logIn(settings({ user: 'me', key: 'k', tenant: 't', auth: 'https://auth.example/v2.0' }), plain.http, signal)).toMatchObject(
    { token: 'token' },
  )
  expect(plain.asked[0]?.target).toBe('/v2.0/tokens')
  expect(bodyOf(plain.asked[0] ?? expect.fail())).toEqual({
    auth: { passwordCredentials: { username: 'me', password: 'k' }, tenantName: 't' },
  })

  const rackspace = client((request) => ('RAX-KSKEY:apiKeyCredentials' in bodyOf(request).auth ? good : { status: 401 }))
  expect(
    await logIn(settings({ user: 'me', key: 'k', auth: 'https://identity.api.rackspacecloud.com/v2.0' }), rackspace.http, signal),
  ).toMatchObject({ token: 'token' })
})

test('v3 names user and project in their domains, and an application credential alone', async () => {
  const catalog = [{ type: 'object-store', endpoints: [{ interface: 'public', url: 'https://store.example/v1/a' }] }]
  const { http, asked } = client(() => ({ status: 201, headers: { 'x-subject-token': 'token' }, body: { token: { catalog } } }))
  const auth = 'https://auth.example/v3'
  await logIn(settings({ user: 'me', key: 'k', tenant: 't', domain: 'users', tenant_domain: 'projects', auth }), http, signal)
  await logIn(settings({ auth, application_credential_id: 'id', application_credential_secret: 's' }), http, signal)
  expect(asked.map((request) => [request.target, bodyOf(request)])).toEqual([
    [
      '/v3/auth/tokens',
      {
        auth: {
          identity: { methods: ['password'], password: { user: { name: 'me', domain: { name: 'users' }, password: 'k' } } },
          scope: { project: { name: 't', domain: { name: 'projects' } } },
        },
      },
    ],
    ['/v3/auth/tokens', { auth: { identity: { methods: ['application_credential'], application_credential: { id: 'id', secret: 's' } } } }],
  ])
})

test('a refusal is signed-out, a service in trouble is not', async () => {
  const login = settings({ user: 'me', key: 'k', auth: 'https://auth.example/auth/v1.0' })
  await expect(logIn(login, client(() => ({ status: 401 })).http, signal)).rejects.toMatchObject({ kind: 'signed-out' })
  await expect(logIn(login, client(() => ({ status: 503 })).http, signal)).rejects.toMatchObject({ kind: 'unavailable', temporary: true })
  await expect(logIn(login, client(() => ({})).http, signal)).rejects.toMatchObject({ kind: 'unexpected' })
})

test('all who wait log in once, all who are refused together log in once more', async () => {
  let logins = 0
  const { http } = client(() => ({ headers: { 'x-storage-url': 'https://store.example/v1/a', 'x-auth-token': `token ${++logins}` } }))
  const access = createAccess(settings({ user: 'me', key: 'k', auth: 'https://auth.example/auth/v1.0' }), async () => http, signal)
  const first = await Promise.all([1, 2, 3].map(() => access.account(signal)))
  expect(new Set(first.map(({ token }) => token))).toEqual(new Set(['token 1']))
  const [stale] = first
  const second = await Promise.all([1, 2, 3].map(() => access.renewed(stale ?? expect.fail(), signal)))
  expect(new Set(second.map(({ token }) => token))).toEqual(new Set(['token 2']))
  expect((await access.account(signal)).token).toBe('token 2')
})
