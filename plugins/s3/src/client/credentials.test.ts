import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OptionInput, withDefaults } from '@tranship/core'
import { plainContext } from '@tranship/core/backend'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { OPTIONS } from '../options.js'
import { withProfileRegion } from './profile-region.js'
import { createSession, request } from './session.js'
import { realmOf, settingsOf } from './settings.js'

type Changes = OptionInput<typeof OPTIONS>

interface Heard {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A service that takes everything, and gives the keys of a role. */
async function service(): Promise<{ readonly endpoint: string; readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer(async (message, response) => {
    const body = (await Array.fromAsync(message)).join('')
    heard.push({ method: message.method ?? '', headers: message.headers, body })
    if (!body.includes('Action=AssumeRole')) return response.end()
    const credentials = `<AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>rolesecret</SecretAccessKey><SessionToken>roletoken</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`
    const answer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`
    return response.writeHead(200, { 'content-type': 'text/xml' }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

/** Sends one request by each client, and gives whose keys signed it, and with which token. */
async function signers(options: Changes): Promise<readonly unknown[]> {
  const { endpoint, heard } = await service()
  const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
  for (const sdk_only of [false, true]) {
    const session = createSession(
      settingsOf(withDefaults(OPTIONS, { endpoint, sts_endpoint: endpoint, ...options, sdk_only } as Changes), 'work'),
      context,
    )
    await request(session, { path: 'b/k' }, (s3, http) => s3.headObject({ Bucket: 'b', Key: 'k' }, http))
    await session.close()
  }
  return heard
    .filter(({ method }) => method === 'HEAD')
    .map(({ headers }) => [/(?:Credential=|AWS )([^/:]+)/.exec(headers.authorization ?? '')?.[1], headers['x-amz-security-token']])
}

const both = (key: string | undefined, token?: string) => [
  [key, token],
  [key, token],
]

function file(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'tranship-credentials-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'credentials')
  writeFileSync(path, text)
  return path
}

const FILE =
  '[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = x\n[other]\naws_access_key_id = OTHER\naws_secret_access_key = y\naws_session_token = token\n'

afterEach(() => {
  vi.unstubAllEnvs()
})

test.each([false, true])('keys win over everything, none means unsigned (version 2: %s)', async (v2_auth) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENVIRONMENT')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
  const keys = { access_key_id: 'OWN', secret_access_key: 'x', session_token: 'owntoken', v2_auth }
  expect(await signers({ ...keys, env_auth: true, profile: 'other' })).toEqual(both('OWN', 'owntoken'))
  expect(await signers({ v2_auth })).toEqual(both(undefined))
  expect(await signers({ v2_auth, env_auth: true })).toEqual(both('ENVIRONMENT'))
})

test('a profile of the shared credentials file', async () => {
  const shared_credentials_file = file(FILE)
  expect(await signers({ shared_credentials_file, profile: 'other' })).toEqual(both('OTHER', 'token'))
  expect(await signers({ shared_credentials_file, env_auth: true })).toEqual(both('DEFAULT'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', shared_credentials_file)
  expect(await signers({ profile: 'other' })).toEqual(both('OTHER', 'token'))
  await expect(signers({ profile: 'missing' })).rejects.toMatchObject({
    kind: 'signed-out',
    message: expect.stringContaining('there are no credentials'),
  })
})

test('a role is assumed with the keys of the source', async () => {
  const role = { role_arn: 'arn:aws:iam::123:role/x', role_session_name: 'night', role_session_duration: 900_000, role_external_id: 'ext' }
  const { endpoint, heard } = await service()
  expect(await signers({ access_key_id: 'OWN', secret_access_key: 'x', ...role, sts_endpoint: endpoint })).toEqual(
    both('ROLEKEY', 'roletoken'),
  )
  const asked = new URLSearchParams(heard[0]?.body)
  expect(Object.fromEntries(asked)).toMatchObject({
    Action: 'AssumeRole',
    RoleArn: role.role_arn,
    RoleSessionName: 'night',
    DurationSeconds: '900',
    ExternalId: 'ext',
  })
  expect(heard[0]?.headers.authorization).toContain('Credential=OWN/')
  expect(await signers({ shared_credentials_file: file(FILE), profile: 'other', ...role, v2_auth: true })).toEqual(
    both('ROLEKEY', 'roletoken'),
  )
})

test('the region of a profile counts where its credentials do, and nothing else names one', async () => {
  const config = file('[default]\nregion = eu-north-1\n[profile other]\ns3 =\n  region = wrong\nregion=ap-south-1 # near\n')
  const both = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: file('[third]\nregion = sa-east-1\n'), AWS_PROFILE: 'other' }
  const region = async (options: Changes, environment = {}) =>
    (await withProfileRegion(withDefaults(OPTIONS, options), { ...both, ...environment })).region
  expect(await region({ env_auth: true })).toBe('ap-south-1')
  expect(await region({ env_auth: true }, { AWS_PROFILE: undefined })).toBe('eu-north-1')
  expect(await region({ env_auth: true, profile: 'third' })).toBe('sa-east-1')
  expect(await region({ profile: 'third' }, { AWS_REGION: 'us-west-2' })).toBe('sa-east-1')
  expect(await region({ profile: 'none' })).toBeUndefined()
  expect(await region({ env_auth: true }, { AWS_DEFAULT_REGION: 'us-west-2' })).toBeUndefined()
  expect(await region({ env_auth: true, region: 'eu-west-1' })).toBe('eu-west-1')
  expect(await region({ access_key_id: 'OWN', secret_access_key: 'x', env_auth: true })).toBeUndefined()
  expect(await region({})).toBeUndefined()
  expect(await region({ env_auth: true }, { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' })).toBeUndefined()
})

test('the region of the environment counts where the credentials come from there; each account is a realm', () => {
  const settings = (options: Changes) => settingsOf(withDefaults(OPTIONS, options), 'work', { AWS_REGION: 'eu-west-3' })
  expect(settings({ env_auth: true }).region).toBe('eu-west-3')
  expect(settings({ env_auth: true, region: 'eu-west-1' }).region).toBe('eu-west-1')
  expect(settings({ profile: 'p' }).region).toBe('us-east-1')
  const keys = { access_key_id: 'OWN', secret_access_key: 'x' }
  const each: Changes[] = [{}, keys, { ...keys, role_arn: 'r' }, { profile: 'p' }, { env_auth: true }, { env_auth: true, profile: 'p' }]
  expect(new Set(each.map((options) => realmOf(settings(options)))).size).toBe(each.length)
  expect(() => settings({ role_arn: 'r' })).toThrow('"role_arn" needs keys')
})
