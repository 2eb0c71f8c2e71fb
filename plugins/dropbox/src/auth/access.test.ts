import { createFixedLimiter, type Fs, isConfigError, openFs, plainContext, ROOT } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Refusal } from '../../test/double/refusal.js'
import { type Double, startDouble } from '../../test/double/server.js'
import { backendAt, opened } from '../../test/opened.js'

interface Given {
  readonly double: Double
  readonly fs: Fs
  readonly saved: Readonly<Record<string, string>>[]
}

async function given(token: (double: Double) => string, options: Partial<Parameters<typeof opened>[1]> = {}): Promise<Given> {
  const double = await startDouble()
  const saved: Readonly<Record<string, string>>[] = []
  const context = plainContext(createFixedLimiter({ uploads: 4, requests: 8 }), {
    remote: 'work',
    saveOptions: async (changes) => void saved.push(changes),
  })
  const fs = await opened(double.url, { token: token(double), ...options }, context)
  onTestFinished(async () => {
    await fs.close?.()
    double.close()
    expect(double.violations).toEqual([])
  })
  return { double, fs, saved }
}

async function list(fs: Fs): Promise<number> {
  let entries = 0
  for await (const page of fs.list(ROOT)) entries += page.length
  return entries
}

describe('a token', () => {
  test('that has expired is renewed once for all, and saved', async () => {
    const { double, fs, saved } = await given(({ tokens }) => tokens.text(true))
    await Promise.all(Array.from({ length: 6 }, () => list(fs)))
    expect(double.tokens.granted()).toBe(1)
    expect(saved).toHaveLength(1)
    expect(JSON.parse(saved[0]?.token ?? '')).toMatchObject({ refresh_token: double.tokens.secrets[0], token_type: 'bearer' })
  })

  test('that the service takes back is renewed once, and the requests are sent again', async () => {
    const { double, fs } = await given(({ tokens }) => tokens.text())
    await list(fs)
    double.tokens.expireAll()
    await Promise.all(Array.from({ length: 6 }, () => list(fs)))
    expect(double.tokens.granted()).toBe(1)
  })

  test('that cannot be renewed is signed-out, and what to do is told without a secret', async () => {
    const refused = await given(() => JSON.stringify({ access_token: 'sl.old', refresh_token: 'secret', expiry: '2001-01-01T00:00:00Z' }))
    const error: unknown = await list(refused.fs).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ kind: 'signed-out' })
    expect(String(error)).not.toContain('secret')
    const double = await startDouble()
    onTestFinished(() => double.close())
    const keyless = await openFs(backendAt(double.url), { token: double.tokens.text(true) })
    await expect(list(keyless)).rejects.toMatchObject({ kind: 'signed-out', message: expect.stringContaining('client_id') })
  })
})

test('a scope that the app lacks is named, and no other token asked for', async () => {
  const { double, fs } = await given(({ tokens }) => tokens.text())
  const error = { '.tag': 'missing_scope', required_scope: 'files.metadata.read' }
  double.refuse('files/list_folder', new Refusal(401, { error_summary: 'missing_scope/..', error }))
  await expect(list(fs)).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining('files.metadata.read') })
  expect(double.tokens.granted()).toBe(0)
})

describe('whose files', () => {
  test('are those of the member that is impersonated, who is looked up once', async () => {
    const { double, fs } = await given(({ tokens }) => tokens.text(), { impersonate: 'member@example.com' })
    await list(fs)
    await list(fs)
    expect(double.seen).toEqual(['team/members/get_info_v2', 'files/list_folder', 'files/list_folder'])
    expect(double.headers['dropbox-api-select-user']).toBe('dbmid:MEMBER')
  })

  test('of a member that there is not are denied', async () => {
    const { fs } = await given(({ tokens }) => tokens.text(), { impersonate: 'nobody@example.com' })
    await expect(list(fs)).rejects.toMatchObject({ kind: 'denied' })
  })

  test('are those of a namespace, as an admin', async () => {
    const { double, fs } = await given(({ tokens }) => tokens.text(), { root_namespace: '1234', impersonate_admin: 'dbmid:A' })
    await list(fs)
    expect(JSON.parse(String(double.headers['dropbox-api-path-root']))).toEqual({ '.tag': 'namespace_id', namespace_id: '1234' })
    expect(double.headers['dropbox-api-select-admin']).toBe('dbmid:A')
  })
})

describe('the log-in', () => {
  const context = plainContext(createFixedLimiter({ uploads: 1, requests: 1 }), { remote: 'work' })
  const io = (visited: URL[]) => ({
    ask: async () => '',
    redirectUrl: 'http://127.0.0.1:53682/',
    visit: async (url: string) => {
      visited.push(new URL(url))
      return new URLSearchParams({ code: 'code' })
    },
  })
  const defaults = {
    chunk_size: 1,
    batch_size: 0,
    batch_mode: 'sync',
    batch_timeout: 0,
    pacer_min_sleep: 0,
    encoding: '',
    skip_shared_folders: false,
  }

  test('asks for a token that can be renewed, in the form of rclone', async () => {
    const double = await startDouble()
    onTestFinished(() => double.close())
    const visited: URL[] = []
    const options = { ...defaults, client_id: 'app', impersonate: 'a@b', token_url: `${double.url}/oauth2/token` }
    const { token = '' } = (await backendAt(double.url).authorize?.(options, io(visited), context)) ?? {}
    expect(JSON.parse(token)).toMatchObject({ access_token: expect.stringMatching(/^sl\./), refresh_token: double.tokens.secrets[0] })
    const [page] = visited
    expect(`${page?.origin}${page?.pathname}`).toBe('https://www.dropbox.com/oauth2/authorize')
    const asked = Object.fromEntries(page?.searchParams ?? [])
    expect(asked).toMatchObject({ client_id: 'app', token_access_type: 'offline', code_challenge_method: 'S256' })
    expect(asked.redirect_uri).toBe('http://localhost:53682/') // as it is registered for rclone
    expect(asked.scope?.split(' ')).toEqual(expect.arrayContaining(['files.content.write', 'members.read', 'team_data.member']))
  })

  test('needs an app', async () => {
    const error: unknown = await backendAt('')
      .authorize?.(defaults, io([]), context)
      .catch((reason: unknown) => reason)
    expect(isConfigError(error)).toBe(true)
    expect(String(error)).toContain('client_id')
  })
})
