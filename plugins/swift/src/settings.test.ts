import { parseOptions } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from './options.js'
import { realmOf, type Settings, settingsOf } from './settings.js'

const settings = (texts: Readonly<Record<string, string>>, environment = {}): Settings =>
  settingsOf(parseOptions(OPTIONS, texts, 'work'), 'work', environment)

const V1 = { user: 'me', key: 'secret', auth: 'https://example.com/auth/v1.0' }
const MEBIBYTE = 1024 ** 2

describe('the login of a remote', () => {
  test.each([
    ['https://example.com/auth/v1.0', 'v1', 'https://example.com/auth/v1.0'],
    ['https://example.com/v1', 'v1', 'https://example.com/v1'],
    ['https://example.com/v2.0/', 'v2', 'https://example.com/v2.0'],
    ['https://example.com/identity/v3', 'v3', 'https://example.com/identity/v3'],
  ])('has its version from the URL %s', (auth, kind, url) => {
    expect(settings({ ...V1, auth }).login).toMatchObject({ kind, url, who: 'me' })
  })

  test('has the version that is set, and its path where the URL lacks it', () => {
    expect(settings({ ...V1, auth: 'https://example.com:5000', auth_version: '3' }).login).toMatchObject({
      kind: 'v3',
      url: 'https://example.com:5000/v3',
    })
    expect(settings({ ...V1, auth: 'https://example.com:5000/', auth_version: '2' }).login).toMatchObject({
      url: 'https://example.com:5000/v2.0',
    })
    expect(() => settings({ ...V1, auth: 'https://example.com:5000' })).toThrow(/set "auth_version"/)
  })

  test('may be an application credential, or a token alone', () => {
    const application = { auth: 'https://example.com/v3', application_credential_id: 'id', application_credential_secret: 'hidden' }
    expect(settings(application).login).toMatchObject({ kind: 'application', credential: { id: 'id', secret: 'hidden' } })
    expect(() => settings({ ...application, auth: V1.auth })).toThrow(/need v3/)
    expect(settings({ auth_token: 'token', storage_url: 'https://example.com/v1/me' }).login).toMatchObject({
      kind: 'token',
      token: 'token',
    })
  })

  test.each([
    [{ ...V1, key: '' }, /"key" is missing/],
    [{ ...V1, user: '' }, /"user" is missing/],
    [{ ...V1, auth: '' }, /"auth" is missing/],
    [{ ...V1, auth: 'nonsense/v1.0' }, /"auth" is no URL/],
    [{ auth_token: 'token' }, /"auth_token" needs "storage_url"/],
    [{ ...V1, chunk_size: '6G' }, /"chunk_size" must be/],
    [{ ...V1, endpoint_type: 'secret' }, /"endpoint_type" must be one of: public, internal, admin/],
  ])('says what is wrong with %j', (texts, message) => {
    expect(() => settings(texts)).toThrow(message)
  })

  test('takes from the environment what is left blank, and only when it is told to', () => {
    const environment = {
      OS_USERNAME: 'env',
      OS_PASSWORD: 'pass',
      OS_AUTH_URL: 'https://env.example/v3',
      OS_PROJECT_NAME: 'p',
      ST_KEY: 'not this one',
    }
    expect(settings({ env_auth: 'true', user: 'own' }, environment).login).toMatchObject({
      kind: 'v3',
      user: { name: 'own' },
      key: 'pass',
      tenant: { name: 'p' },
    })
    expect(settings({ env_auth: 'true' }, { ST_AUTH: V1.auth, ST_USER: 'me', ST_KEY: 'k' }).login).toMatchObject({ kind: 'v1', user: 'me' })
    expect(() => settings({}, environment)).toThrow(/"auth" is missing/)
  })
})

test('a large chunk_size is where segments begin, not how large they are', () => {
  expect(settings(V1)).toMatchObject({ threshold: 16 * MEBIBYTE, segmentSize: 16 * MEBIBYTE, largeObjects: 'auto' })
  expect(settings({ ...V1, chunk_size: '5Gi' })).toMatchObject({ threshold: 5120 * MEBIBYTE, segmentSize: 64 * MEBIBYTE })
  expect(settings({ ...V1, no_large_objects: 'true' })).toMatchObject({ threshold: 5120 * MEBIBYTE, largeObjects: 'none' })
})

test('a realm is the account, and tells no secret', () => {
  const realm = realmOf(settings({ ...V1, tenant: 'ours', region: 'here' }))
  expect(realm).toBe('swift|https://example.com/auth/v1.0|me of ours|here|')
  expect(realmOf(settings({ ...V1, user: 'other' }))).not.toBe(realmOf(settings(V1)))
})
