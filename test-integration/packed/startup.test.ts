import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { budget, startupCosts, startupTable } from '../../bench/startup-cost.ts'
import { run } from '../harness/program.js'
import { type InstalledCli, newUser } from './installed-cli.js'
import { serveBuckets } from './s3-buckets.js'

test('a backend is loaded when it is used, not before', async () => {
  const user = newUser()
  const { endpoint, close } = await serveBuckets(['photos'])
  onTestFinished(close)
  writeFileSync(
    join(user.folder, 'tranship.conf'),
    `[remote]\ntype = s3\naccess_key_id = k\nsecret_access_key = s\nendpoint = ${endpoint}\n`,
  )
  expect((await user.tranship('plugins', 'install', 's3')).code).toBe(0)

  const plugins = /\/plugin-(local|memory|s3)\/|@aws-sdk|@smithy/
  expect(await modulesOf(user, 'version')).not.toContainEqual(expect.stringMatching(plugins))
  const local = await modulesOf(user, 'ls', '.')
  expect(local).toContainEqual(expect.stringContaining('/plugin-local/'))
  expect(local).not.toContainEqual(expect.stringMatching(/\/plugin-(memory|s3)\/|@aws-sdk|@smithy/))
  expect(await modulesOf(user, 'lsd', 'remote:', '--config', 'tranship.conf')).toContainEqual(expect.stringContaining('@aws-sdk'))
})

test('version and ls cost little CPU to start', () => {
  const { program, env } = newUser()
  const costs = startupCosts(program, env)
  console.log(startupTable(costs))
  const ours = costs.filter(({ command }) => command.startsWith('tranship'))
  expect(ours).toHaveLength(2)
  for (const { timesNode, timesRclone } of ours) {
    expect(timesNode).toBeLessThanOrEqual(budget.node)
    if (timesRclone !== undefined) expect(timesRclone).toBeLessThanOrEqual(budget.rclone)
    else if (process.env.TRANSHIP_REQUIRE_SERVERS) throw new Error('rclone is not on the PATH: there is nothing to compare with')
    else console.warn('NOT CHECKED: start-up beside rclone, which is not on the PATH')
  }
})

/** The modules that a command of the installed tool loads. */
async function modulesOf({ program, env, folder }: InstalledCli, ...args: string[]) {
  const file = join(folder, 'modules')
  writeFileSync(file, '')
  const recorder = join(import.meta.dirname, 'module-recorder.mjs')
  const outcome = await run(process.execPath, ['--import', recorder, program, ...args], {
    env: { ...env, MODULES_FILE: file },
    cwd: folder,
  })
  expect(outcome).toMatchObject({ code: 0 })
  return readFileSync(file, 'utf8').trim().split('\n')
}
