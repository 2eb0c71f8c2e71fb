import { isConfigError, parseOptions } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from './options.js'
import { realmOf, settingsOf } from './settings.js'

const TOKEN = JSON.stringify({ access_token: 'sl.secret', token_type: 'bearer', expiry: '2999-01-01T00:00:00Z' })

function settings(texts: Readonly<Record<string, string>> = {}) {
  return settingsOf(parseOptions(OPTIONS, { token: TOKEN, ...texts }, 'work'), 'work')
}

describe('settings', () => {
  test('take a remote of rclone as it is', () => {
    const { token, chunkSize, batchSize, hosts } = settings({ chunk_size: '48Mi', batch_timeout: '500ms', pacer_min_sleep: '10ms' })
    expect(token.access_token).toBe('sl.secret')
    expect([chunkSize, batchSize]).toEqual([48 * 1024 ** 2, 1000])
    expect(hosts).toEqual({ api: 'https://api.dropboxapi.com', content: 'https://content.dropboxapi.com' })
  })

  test.each([
    [{ batch_mode: 'off', batch_size: '10' }, 1],
    [{ batch_mode: 'sync', batch_size: '10' }, 10],
    [{ batch_mode: 'async' }, 1000],
  ])('%j commits %d files together', (texts, size) => expect(settings(texts).batchSize).toBe(size))

  test.each([
    [{ chunk_size: '151Mi' }, 'chunk_size'],
    [{ batch_size: '1001' }, 'batch_size'],
    [{ batch_mode: 'soon' }, 'batch_mode'],
    [{ root_namespace: 'a"b' }, 'root_namespace'],
    [{ impersonate: 'a@b', impersonate_admin: 'dbmid:x' }, 'impersonate'],
    [{ encoding: 'Nonsense' }, 'Nonsense'],
    [{ token: '' }, 'config reconnect work:'],
    [{ token: '{"access_token": 5, "refresh_token": "secret"}' }, 'cannot be read'],
  ])('%j is refused, and told so without a secret', (texts, word) => {
    try {
      settings(texts)
      expect.fail('it was taken')
    } catch (error) {
      expect(isConfigError(error)).toBe(true)
      expect(String(error)).toContain(word)
      expect(String(error)).not.toContain('secret')
    }
  })
})

test('a realm has no secret, and is another one for another person', () => {
  const realms = [{}, { impersonate: 'a@b' }, { root_namespace: '12' }, { client_id: 'app' }].map((texts) => realmOf(settings(texts)))
  expect(new Set(realms).size).toBe(realms.length)
  expect(realms.join()).not.toContain('secret')
})
