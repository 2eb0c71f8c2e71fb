import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '@tranship/core'
import { expect, onTestFinished, test } from 'vitest'
import { double, freeContext, opened, optionsAt } from '../../test/opened.js'
import drive from '../index.js'

const PAST = '2020-01-01T00:00:00Z'

test('a token that has expired is renewed once for all requests, and saved', async () => {
  const at = await double()
  const saved: Readonly<Record<string, string>>[] = []
  const token = JSON.stringify({ ...JSON.parse(at.tokens.config), expiry: PAST })
  const fs = await opened(at, { token }, { saveOptions: async (changes) => void saved.push(changes) })
  await Promise.all([1, 2, 3].map(() => fs.about?.()))
  expect(at.tokens.granted).toEqual(['refresh_token'])
  expect(saved).toHaveLength(1)
  expect(JSON.parse(saved[0]?.token ?? '')).toMatchObject({ refresh_token: JSON.parse(token).refresh_token })
})

test('a token that is refused before its time is renewed once, and the requests are sent again', async () => {
  const at = await double()
  const fs = await opened(at)
  await fs.about?.()
  at.tokens.revoke()
  await Promise.all([1, 2, 3].map(() => fs.about?.()))
  expect(at.tokens.granted).toEqual(['refresh_token'])
})

test('a service account signs a claim of its own, for the user that it acts for', async () => {
  const at = await double()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const account = { type: 'service_account', client_email: 'robot@example.org', private_key: key, private_key_id: 'kid' }
  const folder = mkdtempSync(join(tmpdir(), 'tranship-drive-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'robot.json'), JSON.stringify(account))
  const fs = await opened(at, { token: '', service_account_file: join(folder, 'robot.json'), impersonate: 'boss@example.org' })
  for await (const _page of fs.list(ROOT));

  const [header = '', claims = '', signature = ''] = at.tokens.assertion()?.split('.') ?? []
  const told = JSON.parse(Buffer.from(claims, 'base64url').toString())
  expect(told).toMatchObject({
    iss: 'robot@example.org',
    sub: 'boss@example.org',
    scope: 'https://www.googleapis.com/auth/drive',
    aud: `${at.endpoint}/token`,
  })
  expect(told.exp - told.iat).toBe(3600)
  const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`)
  expect(verify.verify(createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), Buffer.from(signature, 'base64url'))).toBe(true)
})

test.each([
  [{ token: '' }, /no token/],
  [{ token: '{"not":"a token"}' }, /cannot be read/],
  [{ token: '', service_account_credentials: '{"private_key":"SECRET"}' }, /no JSON of a service account/],
  [{ token: '', service_account_file: '/nowhere/robot.json' }, /cannot be read/],
  [{ chunk_size: '300Ki' }, /"chunk_size" must be a power of two/],
  [{ list_chunk: '2000' }, /"list_chunk" must be/],
])('%j is refused before anything is sent', async (texts, message) => {
  const at = await double()
  const opening = drive.open(optionsAt(at, texts), freeContext())
  await expect(opening).rejects.toThrow(message)
  await expect(opening).rejects.not.toThrow(/SECRET/)
  expect(at.requests).toEqual([])
})

test('a person logs in with a browser, and the token that is saved opens the drive', async () => {
  const at = await double()
  const visited: string[] = []
  const visit = async (url: string) => {
    visited.push(url)
    const { headers } = await fetch(url, { redirect: 'manual' })
    return new URL(headers.get('location') ?? '').searchParams
  }
  const io = { ask: async () => '', redirectUrl: 'http://127.0.0.1:53682/', visit }
  const saved = await drive.authorize?.(optionsAt(at, { token: '' }), io, freeContext())
  expect(new URL(visited[0] ?? '').searchParams.get('scope')).toBe('https://www.googleapis.com/auth/drive')
  expect(JSON.parse(saved?.token ?? '')).toMatchObject({
    token_type: 'Bearer',
    refresh_token: expect.any(String),
    expiry: expect.any(String),
  })
  expect((await (await opened(at, { ...saved })).about?.())?.used).toBe(0)
})

test('a log-in needs a client of the person’s own', async () => {
  const io = { ask: async () => '', redirectUrl: 'http://127.0.0.1:1/', visit: () => expect.fail('nothing is to be visited') }
  const at = await double()
  await expect(drive.authorize?.(optionsAt(at, { client_id: '' }), io, freeContext())).rejects.toThrow(
    /"client_id" and "client_secret" are missing/,
  )
})

test.each([
  [{}, true],
  [{ service_account_file: '/account.json' }, false],
  [{ service_account_credentials: '{}' }, false],
  [{ env_auth: 'true' }, false],
])('with %j a log-in is of use: %s', async (texts, isNeeded) => {
  expect(drive.needsLogIn?.(optionsAt(await double(), texts))).toBe(isNeeded)
})
