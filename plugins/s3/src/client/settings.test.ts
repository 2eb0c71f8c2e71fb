import { isAsked, withDefaults } from '@tranship/core'
import { isConfigError } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import s3 from '../index.js'
import { OPTIONS, type S3Options } from '../options.js'
import { realmOf, settingsOf } from './settings.js'

const KEYS = { access_key_id: 'key', secret_access_key: 'secret' }
const settings = (options: Partial<S3Options>) => settingsOf(withDefaults(OPTIONS, options), 'work')

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
  expect(name({ endpoint: 'http://localhost', provider: 'Netease' })).toBe('Other')
  expect(name({ endpoint: 'http://localhost', provider: 'wasabi' })).toBe('Wasabi')
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

test('a customer key is checked', () => {
  const key = { ...KEYS, sse_customer_key: 'k'.repeat(32) }
  const { customerKey } = settings(key)
  expect(customerKey).toEqual({
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: Buffer.from('k'.repeat(32)).toString('base64'),
    SSECustomerKeyMD5: 'mT2HRsMGJ5IX5C+0rreZ8Q==',
  })
  expect(settings({ ...key, sse_customer_key_md5: customerKey?.SSECustomerKeyMD5 ?? '' }).customerKey).toEqual(customerKey)
  expect(problem({ ...key, sse_customer_key_md5: 'AAAA' })).toContain('not the MD5 of the key')
  expect(problem({ ...key, sse_customer_key_base64: 'x' })).toContain('not both')
  expect(problem({ ...KEYS, sse_customer_key: 'sesame' })).toMatch(/must be 32 bytes, it has 6(?!.*sesame)/)
  expect(problem({ ...KEYS, sse_customer_key_md5: 'AAAA' })).toContain('needs "sse_customer_key"')
})

test('times are dates or durations, and what contradicts itself is refused', () => {
  expect(settings({ ...KEYS, version_at: '2030-01-02T15:04:05Z' }).view).toEqual({ kind: 'at', time: Date.UTC(2030, 0, 2, 15, 4, 5) })
  const view = settings({ ...KEYS, version_at: '3h' }).view
  expect(view?.kind === 'at' ? Math.abs(Date.now() - 3 * 3600_000 - view.time) : Number.NaN).toBeLessThan(3600_000)
  expect(problem({ ...KEYS, version_at: 'soon' })).toContain('"version_at" is no time')
  expect(problem({ ...KEYS, version_at: '3h', versions: true })).toContain('not both')
  expect(problem({ ...KEYS, object_lock_mode: 'GOVERNANCE' })).toContain('need each other')
  expect(problem({ ...KEYS, object_lock_mode: 'FOREVER', object_lock_retain_until_date: '1d' })).toContain('is no mode')
  expect(problem({ ...KEYS, upload_cutoff: 6 * 1024 ** 3 })).toContain('"upload_cutoff"')
})

test('the questions after a provider are those that matter to it', () => {
  const asked = (provider: string) =>
    Object.entries(OPTIONS)
      .filter(([, spec]) => isAsked(spec, { provider }))
      .map(([name]) => name)
  expect(asked('')).toContain('use_accelerate_endpoint')
  expect(asked('AWS')).toContain('use_dual_stack')
  expect(asked('Ceph')).not.toContain('use_accelerate_endpoint')
  expect(asked('Ceph')).toContain('v2_auth')
  for (const name of Object.keys(OPTIONS).slice(0, 5)) expect(asked('anything')).toContain(name)
})

test('what a provider is known for decides where nobody said anything', () => {
  const of = (provider: string, more: Partial<S3Options> = {}) =>
    settings({ ...KEYS, endpoint: 'https://s3.example.com', provider, ...more })
  expect(of('Storj').chunkSize).toBe(64 * 1024 ** 2)
  expect(of('Scaleway').mostParts).toBe(1000)
  expect(of('Cloudflare')).toMatchObject({ comparesCompositeETag: false, pathStyle: true, listVersion: 2, provider: { equalParts: true } })
  expect(of('Cloudflare', { use_multipart_etag: true }).comparesCompositeETag).toBe(true)
  expect(of('GCS').copyCutoff).toBe(Number.POSITIVE_INFINITY)
  expect(of('Other')).toMatchObject({
    listVersion: 1,
    pathStyle: true,
    comparesCompositeETag: false,
    provider: { checksums: {}, conditions: ['open'] },
  })
  expect(of('Wasabi').pathStyle).toBe(false)
})
