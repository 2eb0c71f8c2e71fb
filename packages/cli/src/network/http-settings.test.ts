import { expect, test } from 'vitest'
import { httpSettingsFrom } from './http-settings.js'

const from = (flags = {}, environment = {}) => httpSettingsFrom(flags, environment, 'tranship/1')

test('without flags the settings are rclone’s', async () => {
  expect(await from()).toEqual({ connectTimeout: 60_000, idleTimeout: 300_000, userAgent: 'tranship/1' })
})

test('flags say how services are reached', async () => {
  const flags = {
    contimeout: 1_000,
    timeout: Number.POSITIVE_INFINITY,
    'user-agent': 'me/1',
    bind: '127.0.0.1',
    'no-check-certificate': true,
    'disable-http-keep-alives': true,
    header: ['X-One:  a: b ', 'x-two: 2'],
    'header-download': ['Range: bytes=0-1'],
  }
  expect(await from(flags)).toEqual({
    connectTimeout: 1_000,
    idleTimeout: 0,
    userAgent: 'me/1',
    localAddress: '127.0.0.1',
    verifiesCertificates: false,
    keepsConnections: false,
    headers: { always: { 'x-one': 'a: b', 'x-two': '2' }, download: { range: 'bytes=0-1' } },
  })
})

test.each(['no colon', ': empty', 'Bad Name: x', 'X-Line: a\r\nX-Other: b'])('%j is no header', async (header) => {
  await expect(from({ header: [header] })).rejects.toThrow(/^--header: /)
})

test('a name is bound to by its address', async () => {
  expect((await from({ bind: 'localhost' })).localAddress).toMatch(/^127\.|^::1$/)
  await expect(from({ bind: 'no.such.name.invalid' })).rejects.toThrow('--bind: there is no address of the name')
})
