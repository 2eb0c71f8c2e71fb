import { parseConfig } from '@tranship/core'
import { expect, test } from 'vitest'
import type { Configuration } from '../config/configuration.js'
import { globalSettings } from './global-settings.js'

const CONFIG = `[work]
type = s3
global.checksum = true
global.low_level_retries = 3
global.headers = X-A: 1
global.bogus = 1
global.order_by = size
override.timeout = 3s
`
const FLAGS = new Set(['checksum', 'low-level-retries', 'header', 'transfers'])

async function settingsOf(...locations: string[]) {
  let reads = 0
  const read = async () => {
    reads++
    return parseConfig(CONFIG)
  }
  const file = { read }
  const { settings, notices } = await globalSettings(locations, { file: async () => file } as unknown as Configuration, (flag) =>
    FLAGS.has(flag),
  )
  return { said: Object.fromEntries([...settings].map(([flag, { text }]) => [flag, text])), notices, reads }
}

test('a remote says flags for the whole command by the names of rclone; one that means nothing to the command is passed over', async () => {
  expect(await settingsOf('work:photos')).toEqual({
    said: { checksum: 'true', 'low-level-retries': '3', header: 'X-A: 1' },
    notices: ['global.bogus of remote "work" changes nothing: there is no flag --bogus'],
    reads: 1,
  })
})

test('so does a location, for which no file is read, and before the remote that it names', async () => {
  expect(await settingsOf(':memory,global.transfers=2:')).toEqual({ said: { transfers: '2' }, notices: [], reads: 0 })
  expect((await settingsOf('work,global.low_level_retries=9:')).said).toMatchObject({ 'low-level-retries': '9' })
})

test('paths of this machine and what is no location say nothing', async () => {
  expect(await settingsOf('/a:b', './c:d', 'work,global.checksum=false', ':')).toEqual({ said: {}, notices: [], reads: 0 })
})
