import { randomBytes } from 'node:crypto'
import { listing, type OptionInput, subdirectory, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsEntry, fsPath, orderKey, plainContext } from '@tranship/core/backend'
import { expect, onTestFinished, test } from 'vitest'
import { settingsOf } from '../client/settings.js'
import { OPTIONS } from '../options.js'
import { createS3Fs } from '../s3-fs.js'

/* A bucket whose ranges of keys are listed side by side, as one of AWS is: real servers find the beginning of each range. */

const { env } = process
const SERVERS = ['S3', 'VERSITYGW'].map((name) => ({
  name,
  endpoint: env[`TRANSHIP_TEST_${name}_ENDPOINT`],
  access_key_id: env[`TRANSHIP_TEST_${name}_ACCESS_KEY`] ?? '',
  secret_access_key: env[`TRANSHIP_TEST_${name}_SECRET_KEY`] ?? '',
}))
for (const { name, endpoint } of SERVERS) {
  if (endpoint === undefined) console.warn(`skipped: split listings of s3, since TRANSHIP_TEST_${name}_ENDPOINT is not set`)
}

const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
const PAGE = 5
const names = Array.from({ length: 800 }, (_, at) => {
  const number = String(at).padStart(4, '0')
  return ['', 'a/', 'a b+c%/', 'é/ü/', '😀/', '｡/'][at % 6] + (at % 7 === 0 ? `${number} & <x>?` : number)
})

async function told(fs: Fs): Promise<string[]> {
  const entries: FsEntry[] = []
  for await (const page of listing(fs)) entries.push(...page)
  return entries.map(orderKey)
}

test.for(SERVERS.filter(({ endpoint }) => endpoint !== undefined))('each key once and in order: $name', async ({ name, ...account }) => {
  const open = (changes: OptionInput<typeof OPTIONS>) =>
    createS3Fs(
      settingsOf(withDefaults(OPTIONS, { ...account, endpoint: account.endpoint ?? '', list_chunk: PAGE, ...changes }), name),
      context,
    )
  const plain = open({ provider: 'Minio' })
  const bucket = fsPath(`tranship-${randomBytes(5).toString('hex')}`)
  await plain.mkdir(bucket)
  await Promise.all(names.map((key) => plain.put(fsPath(`${bucket}/${key}`), bytesSource(new Uint8Array()))))
  onTestFinished(async () => {
    for await (const page of plain.listAll?.(bucket) ?? []) {
      for await (const { error } of plain.removeMany?.(page.filter((entry) => entry.kind === 'object')) ?? []) expect(error).toBeUndefined()
    }
    await plain.rmdir(bucket)
  })

  const asAws = open({ provider: 'AWS', force_path_style: true })
  const ranges: unknown[] = []
  const { listAll } = asAws
  const watched: Fs = {
    ...asAws,
    ...(listAll && {
      listAll: (directory, options) => {
        ranges.push(options)
        return listAll(directory, options)
      },
    }),
  }
  const keys = await told(subdirectory(watched, bucket))
  expect(keys).toEqual(await told(subdirectory(plain, bucket)))
  expect(keys.filter((key) => !key.endsWith('/')).sort()).toEqual([...names].sort())
  expect(ranges.length).toBeGreaterThan(3)
})
