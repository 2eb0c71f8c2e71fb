import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpClient, HttpRequest } from '@tranship/core/backend'
import { expect, onTestFinished, test } from 'vitest'
import { watchedContext } from '../../test/context.js'
import { createAccess } from './access.js'
import { type Credentials, credentialsOf, providerOf } from './credentials.js'

const { signal } = new AbortController()
const noHttp = () => Promise.reject(new Error('no request is to be sent'))

/** A token endpoint, which gives "fresh 1", "fresh 2", … */
async function tokenEndpoint(): Promise<{ readonly url: string; readonly forms: URLSearchParams[] }> {
  const forms: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    forms.push(new URLSearchParams(text))
    response.end(JSON.stringify({ access_token: `fresh ${forms.length}`, token_type: 'Bearer', expires_in: 3600 }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, forms }
}

function tokenCredentials(tokenUrl: string, expiry: string): Credentials {
  const provider = { ...providerOf({ client_id: 'me', client_secret: 'shh', token_url: tokenUrl } as Parameters<typeof providerOf>[0]) }
  return { kind: 'token', who: 'work', token: { access_token: 'old', token_type: 'Bearer', refresh_token: 'again', expiry }, provider }
}

test('a token that is over is renewed once for all who wait, and saved', async () => {
  const { url, forms } = await tokenEndpoint()
  const saved: Readonly<Record<string, string>>[] = []
  const { context } = watchedContext({ saveOptions: async (changes) => void saved.push(changes) })
  const access = createAccess(tokenCredentials(url, '2020-01-01T00:00:00Z'), noHttp, context)
  expect(await Promise.all([1, 2, 3].map(() => access.token(signal)))).toEqual(['fresh 1', 'fresh 1', 'fresh 1'])
  expect(forms.map((form) => [form.get('grant_type'), form.get('refresh_token')])).toEqual([['refresh_token', 'again']])
  expect(saved.map(({ token }) => JSON.parse(token ?? ''))).toMatchObject([{ access_token: 'fresh 1', refresh_token: 'again' }])
})

test('a token that the service refuses is renewed once for all who were refused', async () => {
  const { url, forms } = await tokenEndpoint()
  const access = createAccess(tokenCredentials(url, '2999-01-01T00:00:00Z'), noHttp, watchedContext().context)
  const refused = await access.token(signal)
  expect(refused).toBe('old')
  expect(await Promise.all([1, 2].map(() => access.renewed(refused, signal)))).toEqual(['fresh 1', 'fresh 1'])
  expect(await access.renewed(refused, signal)).toBe('fresh 1')
  expect(forms).toHaveLength(1)
})

test("a token of another program's client cannot be renewed, and the error says what to do", async () => {
  const { context } = watchedContext()
  const token = JSON.stringify({ access_token: 'old', refresh_token: 'again', expiry: '2020-01-01T00:00:00Z' })
  const options = { token, anonymous: false, env_auth: false } as Parameters<typeof credentialsOf>[0]
  const credentials = credentialsOf(options, 'work', {}, () => expect.fail())
  const failing = createAccess(credentials, noHttp, context).token(signal)
  await expect(failing).rejects.toMatchObject({ kind: 'signed-out', message: expect.stringContaining('"client_id"') })
})

test("a service account's tokens come by Google's library, over the connections of this program", async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const seen: HttpRequest[] = []
  const http: HttpClient = {
    send: async (request) => {
      seen.push(request)
      const answer = Buffer.from(JSON.stringify({ access_token: `token ${seen.length}`, token_type: 'Bearer', expires_in: 3600 }))
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        url: `${request.origin}${request.target}`,
        body: (async function* () {})(),
        whole: async () => answer,
        text: async () => answer.toString(),
        discard: () => {},
      }
    },
    close: () => {},
  }
  const key = {
    type: 'service_account',
    client_email: 'robot@example.org',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    project_id: 'factory',
  }
  const access = createAccess({ kind: 'service account', who: key.client_email, key }, async () => http, watchedContext().context)
  expect(await access.token(signal)).toBe('token 1')
  expect(await access.token(signal)).toBe('token 1')
  expect(await access.project()).toBe('factory')
  expect(await access.renewed('token 1', signal)).toBe('token 2')
  expect(seen.map(({ origin }) => origin)).toEqual(['https://oauth2.googleapis.com', 'https://oauth2.googleapis.com'])
})
