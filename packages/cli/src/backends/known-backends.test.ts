import { expect, test } from 'vitest'
import { chooserRows, type InstalledBackend, installAdvice, KNOWN_BACKENDS } from './known-backends.js'

function installed(type: string, prefix = type, aliases?: readonly string[]): InstalledBackend {
  const load = () => Promise.reject(new Error('not to be loaded'))
  return { type, prefix, description: `about ${type}`, load, ...(aliases && { aliases }) }
}

const NUMBERED = ['swift', 's3', 'local', 'google cloud storage', 'dropbox', 'drive']

test('the six types keep the numbers that they had in rclone 1.19, whatever is installed', () => {
  expect(KNOWN_BACKENDS.map(({ type }) => type)).toEqual(NUMBERED)
  expect(chooserRows([]).map(({ type }) => type)).toEqual(NUMBERED)
  expect(chooserRows([installed('memory'), installed('drive'), installed('foo'), installed('s3')]).map(({ type }) => type)).toEqual([
    ...NUMBERED,
    'memory',
    'foo',
  ])
})

test('a row is installed, or names the command that installs it', () => {
  const rows = chooserRows([installed('s3', 's3', ['amazon']), installed('foo', 'f')])
  expect(rows.map((row) => (row.installed ? row.words : row.installCommand))).toEqual([
    'tranship plugins install swift',
    ['s3', 's3', 'amazon'],
    'tranship plugins install local',
    'tranship plugins install gcs',
    'tranship plugins install dropbox',
    'tranship plugins install drive',
    ['foo', 'f'],
  ])
  expect(rows[3]?.words).toEqual(['google cloud storage', 'gcs'])
})

test('advice names package and command, for type and prefix, and is silent about strangers', () => {
  for (const type of ['google cloud storage', 'gcs']) {
    expect(installAdvice(type)).toContain('@tranship/plugin-gcs')
    expect(installAdvice(type)).toContain('tranship plugins install gcs')
  }
  expect(installAdvice('ftp')).toBeUndefined()
})
