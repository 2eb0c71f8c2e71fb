import { defineBackend, type OptionTable } from '@tranship/core'
import { expect, test } from 'vitest'
import { takeBackendFlags } from './backend-flags.js'
import type { InstalledBackend } from './known-backends.js'
import { optionSources, remoteOptions, remotesIn } from './said-options.js'

const OPTIONS = {
  region: { type: 'string', help: '' },
  chunk_size: { type: 'size', help: '' },
  no_check: { type: 'boolean', help: '' },
} as const satisfies OptionTable

function backends(): { installed: readonly InstalledBackend[]; loaded: string[] } {
  const loaded: string[] = []
  const make = (type: string, prefix: string, options: OptionTable): InstalledBackend => ({
    type,
    prefix,
    description: '',
    load: async () => {
      loaded.push(prefix)
      return defineBackend({ contract: 1, type, prefix, description: '', options, open: () => Promise.reject(new Error('not opened')) })
    },
  })
  const links = { links: { type: 'boolean', help: '', noPrefix: true, letter: 'l' } } as const satisfies OptionTable
  return { installed: [make('s3', 's3', OPTIONS), make('google cloud storage', 'gcs', OPTIONS), make('local', 'local', links)], loaded }
}

async function take(...argv: string[]) {
  const { installed, loaded } = backends()
  const takesValue = (written: string) => (written === '--config' ? true : undefined)
  const { left, said } = await takeBackendFlags(
    argv,
    (written) => written === '--config',
    takesValue,
    installed,
    (problem) => new Error(problem),
  )
  return { left: left.flatMap(({ typed }) => typed), said: Object.fromEntries(said), loaded }
}

test('flags of backends are taken out with their values; only their backends are loaded', async () => {
  expect(await take('a', '--s3-region', 'eu', '--s3-no-check', 'b', '--config', '--s3-no-check', '--s3-chunk-size=5M')).toEqual({
    left: ['a', 'b', '--config', '--s3-no-check'],
    said: { s3: { region: 'eu', no_check: 'true', chunk_size: '5M' } },
    loaded: ['s3'],
  })
  expect(await take('--gcs-no-check=false')).toMatchObject({ said: { 'google cloud storage': { no_check: 'false' } }, loaded: ['gcs'] })
})

test('a flag without a prefix may be that of any backend; what is none stays', async () => {
  expect(await take('--links', '--unknown')).toMatchObject({ left: ['--unknown'], said: { local: { links: 'true' } } })
  expect(await take('-l')).toMatchObject({ left: [], said: { local: { links: 'true' } }, loaded: ['s3', 'gcs', 'local'] })
})

test.each([
  [['--s3-regionn', 'x'], 'there is no flag --s3-regionn: the backend "s3" has no such option; did you mean --s3-region?'],
  [['--s3-chunk-size', '5MB'], '--s3-chunk-size is not a size: "5MB"'],
  [['--s3-region'], '--s3-region expects a value'],
  [['--dropbox-chunk-size', '5M'], 'tranship plugins install dropbox'],
])('%j is refused', async (argv, reason) => {
  await expect(take(...argv)).rejects.toThrow(reason)
})

test('flags before the environment of a remote before that of its backend, ours before that of rclone', async () => {
  const [s3] = backends().installed
  const backend = await (s3 as InstalledBackend).load()
  const env = {
    RCLONE_S3_REGION: 'a',
    TRANSHIP_S3_REGION: 'b',
    RCLONE_S3_CHUNK_SIZE: '5M',
    RCLONE_LINKS: '1',
    RCLONE_CONFIG_MY_WORK_TYPE: 's3',
    TRANSHIP_CONFIG_MY_WORK_REGION: 'c',
    RCLONE_CONFIG_MY_WORK_REGION: 'd',
    RCLONE_CONFIG_PASS: 'secret',
    RCLONE_CONFIG_EMPTY_TYPE: '',
  }
  const sources = optionSources(new Map([['s3', { region: 'e' }]]), env)
  expect(sources.ofBackend(backend)).toEqual({ flags: { region: 'e' }, environment: { region: 'b', chunk_size: '5M' } })
  expect(sources.ofRemote('my-work')).toEqual({ type: 's3', region: 'c' })
  expect(remoteOptions('other', env)).toEqual({})
  expect(remotesIn(env)).toEqual(['my_work'])
})
