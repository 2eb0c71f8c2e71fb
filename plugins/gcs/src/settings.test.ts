import { parseOptions } from '@tranship/core'
import { expect, test } from 'vitest'
import { OPTIONS } from './options.js'
import { type Settings, settingsOf } from './settings.js'

function settings(texts: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}): Settings {
  return settingsOf(parseOptions(OPTIONS, texts, 'work'), 'work', environment)
}

test('an endpoint may lack its scheme and its path; a path of its own does not concern uploads', () => {
  const api = { base: '/storage/v1', uploadBase: '/upload/storage/v1' }
  expect(settings({}).endpoint).toEqual({ origin: 'https://storage.googleapis.com', ...api })
  expect(settings({ endpoint: 'storage.example.org:4443' }).endpoint).toEqual({ origin: 'https://storage.example.org:4443', ...api })
  expect(settings({ endpoint: 'http://127.0.0.1:1/storage/v1/' }).endpoint).toEqual({ origin: 'http://127.0.0.1:1', ...api })
  expect(settings({ endpoint: 'http://h/gcs/api' }).endpoint).toEqual({ origin: 'http://h', ...api, base: '/gcs/api' })
  expect(() => settings({ endpoint: 'ftp://h' })).toThrow('remote "work": "endpoint" is no URL of a service')
})

test('credentials are chosen as rclone chooses them', () => {
  const token = '{"access_token":"t","expiry":"2020-01-01T00:00:00Z"}'
  const key = '{"client_email":"robot@example.org","private_key":"secret"}'
  expect(settings({ token }).credentials.kind).toBe('token')
  expect(settings({}).credentials.kind).toBe('application default')
  expect(settings({ token, env_auth: 'true' }).credentials.kind).toBe('application default')
  expect(settings({ token, service_account_credentials: key }).credentials).toMatchObject({
    kind: 'service account',
    who: 'robot@example.org',
  })
  expect(settings({ token, anonymous: 'true' }).credentials.kind).toBe('anonymous')
  const found = settings({ service_account_file: '$DIR/a/$NAME.json' }, { DIR: '/etc', NAME: 'key' }).credentials
  expect(found).toMatchObject({ kind: 'service account file', file: '/etc/a/key.json' })
})

test('no message shows what is secret', () => {
  expect(() => settings({ service_account_credentials: 'my private key' })).toThrow(
    /^(?!.*my private key).*"service_account_credentials" is not/,
  )
  expect(() => settings({ token: 'my token' })).toThrow(/^(?!.*my token).*cannot be read/)
})

test('sizes and numbers have bounds', () => {
  expect(() => settings({ chunk_size: '100Ki' })).toThrow('"chunk_size" must be a multiple of 256Ki')
  expect(() => settings({ list_chunk: '1001' })).toThrow('"list_chunk" must be from 1 to 1000')
})

test('with uniform access there are no ACLs', () => {
  const given = { object_acl: 'private', bucket_acl: 'private' }
  expect(settings(given)).toMatchObject({ objectAcl: 'private', bucketAcl: 'private' })
  expect(settings({ ...given, bucket_policy_only: 'true' })).toMatchObject({ objectAcl: undefined, bucketAcl: undefined, isUniform: true })
})
