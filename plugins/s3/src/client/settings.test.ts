import { isConfigError } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import s3 from '../index.js'
import { OPTIONS, type S3Options } from '../options.js'
import { realmOf, settingsOf } from './settings.js'

const DEFAULTS = {
  chunk_size: 5 * 1024 ** 2,
  upload_concurrency: 4,
  list_version: 0,
  list_chunk: 1000,
  no_check_bucket: false,
  sdk_only: false,
}
const KEYS = { access_key_id: 'key', secret_access_key: 'secret' }
const settings = (options: Partial<S3Options>) => settingsOf({ ...DEFAULTS, ...options }, 'work')

function problem(options: Partial<S3Options>): string {
  try {
    settings(options)
  } catch (error) {
    expect(isConfigError(error)).toBe(true)
    return (error as Error).message
  }
  return 'none'
}

test('the questions come in the order of rclone 1.19, numbers and all', () => {
  const asked = Object.entries(OPTIONS).filter(([, spec]) => !('advanced' in spec))
  expect(asked.map(([name]) => name)).toEqual(['access_key_id', 'secret_access_key', 'region', 'endpoint', 'location_constraint'])
  const values = (name: 'region' | 'location_constraint') => OPTIONS[name].choices.map(({ value }) => value)
  expect(values('region').slice(0, 11)).toEqual([
    'us-east-1',
    'us-west-2',
    'us-west-1',
    'eu-west-1',
    'eu-central-1',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-northeast-1',
    'sa-east-1',
    'other-v2-signature',
    'other-v4-signature',
  ])
  expect(values('location_constraint').slice(0, 9)).toEqual([
    '',
    'us-west-2',
    'us-west-1',
    'eu-west-1',
    'EU',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-northeast-1',
    'sa-east-1',
  ])
  for (const name of ['region', 'location_constraint'] as const) expect(new Set(values(name)).size).toBe(values(name).length)
  expect(OPTIONS.secret_access_key.secret).toBe('plain')
  expect(OPTIONS.session_token.secret).toBe('plain')
  expect(s3.type).toBe('s3')
})

test('AWS by its region', () => {
  expect(settings(KEYS)).toMatchObject({
    region: 'us-east-1',
    signingRegion: 'us-east-1',
    endpoint: undefined,
    pathStyle: false,
    signature: 'v4',
    listVersion: 2,
  })
  expect(settings({ ...KEYS, region: 'eu-west-1' })).toMatchObject({ signingRegion: 'eu-west-1', provider: { name: 'AWS' } })
  expect(realmOf(settings(KEYS))).toBe('s3:aws:key')
})

test('a clone signs as us-east-1, in the path style', () => {
  const clone = { ...KEYS, endpoint: 'ceph.example.com:8080/' }
  expect(settings({ ...clone, region: 'other-v2-signature' })).toMatchObject({
    signature: 'v2',
    region: 'other-v2-signature',
    signingRegion: 'us-east-1',
    endpoint: 'https://ceph.example.com:8080',
    pathStyle: true,
    provider: { name: 'Other', conditions: ['open'] },
  })
  expect(settings({ ...clone, region: 'other-v4-signature' })).toMatchObject({ signature: 'v4', signingRegion: 'us-east-1' })
})

test('the provider is that of its name, else AWS for its endpoints, else Other', () => {
  const name = (options: Partial<S3Options>) => settings({ ...KEYS, ...options }).provider.name
  expect(name({ endpoint: 'https://s3.eu-west-1.amazonaws.com' })).toBe('AWS')
  expect(name({ endpoint: 'https://s3.cn-north-1.amazonaws.com.cn' })).toBe('AWS')
  expect(name({ endpoint: 'https://amazonaws.com.example.com' })).toBe('Other')
  expect(name({ endpoint: 'https://notamazonaws.com' })).toBe('Other')
  expect(name({ endpoint: 'http://localhost', provider: 'ceph' })).toBe('Ceph')
  expect(name({ endpoint: 'http://localhost', provider: 'Wasabi' })).toBe('Other')
})

test('what is wrong is named, and the secret is not', () => {
  expect(problem({ access_key_id: 'key' })).toContain('"secret_access_key" is missing')
  expect(problem({ secret_access_key: 'sesame' })).toMatch(/^remote "work": "access_key_id" is missing(?!.*sesame)/)
  expect(problem({ session_token: 'sesame' })).toMatch(/session_token(?!.*sesame)/)
  expect(problem({ ...KEYS, region: 'other-v2-signature' })).toContain('needs "endpoint"')
  for (const endpoint of ['ftp://x', 'http://', 'http://a b', 'http://x?y'])
    expect(problem({ ...KEYS, endpoint })).toContain('"endpoint" is no URL')
  expect(problem({ ...KEYS, chunk_size: 1024 })).toContain('"chunk_size" must be from 5242880')
  expect(problem({ ...KEYS, list_version: 3 })).toContain('"list_version"')
  expect(problem({ ...KEYS, upload_concurrency: 0 })).toContain('"upload_concurrency"')
  expect(problem({})).toBe('none')
})
