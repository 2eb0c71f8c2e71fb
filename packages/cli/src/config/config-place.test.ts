import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { locateConfigFile } from './config-place.js'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tranship-place-'))
})

afterEach(() => rm(home, { recursive: true, force: true }))

async function make(...path: string[]): Promise<string> {
  const file = join(home, ...path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  return file
}

test('the flag, then TRANSHIP_CONFIG, then RCLONE_CONFIG; an empty variable does not count. Nobody has to agree to those', async () => {
  const env = { TRANSHIP_CONFIG: '/t', RCLONE_CONFIG: '/r', XDG_CONFIG_HOME: '/x' }
  expect(await locateConfigFile('/f', env, home)).toEqual({ path: '/f' })
  expect(await locateConfigFile(undefined, env, home)).toEqual({ path: '/t' })
  expect(await locateConfigFile(undefined, { ...env, TRANSHIP_CONFIG: '' }, home)).toEqual({ path: '/r' })
})

test.each(['', 'notfound'])('the flag %j is no file at all, as in rclone', async (flag) => {
  expect(await locateConfigFile(flag, { RCLONE_CONFIG: '/r' }, home)).toEqual({ path: devNull })
})

test("of rclone's places the first that exists, else the first", async () => {
  const locate = async () => (await locateConfigFile(undefined, { XDG_CONFIG_HOME: join(home, 'xdg') }, home)).path
  const places = [['xdg', 'rclone', 'rclone.conf'], ['.config', 'rclone', 'rclone.conf'], ['.rclone.conf']]
  expect(await locate()).toBe(join(home, 'xdg', 'rclone', 'rclone.conf'))
  for (const place of places.toReversed()) {
    const made = await make(...place)
    expect(await locate()).toBe(made)
  }
})

test("Tranship's own file comes before rclone's", async () => {
  await make('.config', 'rclone', 'rclone.conf')
  const own = await make('.config', 'tranship', 'tranship.conf')
  expect(await locateConfigFile(undefined, {}, home)).toEqual({ path: own })
})

test('that a file of rclone is shared is remembered, of this file alone', async () => {
  const path = await make('.rclone.conf')
  const found = await locateConfigFile(undefined, {}, home)
  expect(found).toMatchObject({ path, rclones: { own: join(home, '.config', 'tranship', 'tranship.conf') } })
  await found.rclones?.share()
  expect(await locateConfigFile(undefined, {}, home)).toEqual({ path })
  expect(await readFile(path, 'utf8')).toBe('')
  const other = await make('.config', 'rclone', 'rclone.conf')
  expect(await locateConfigFile(undefined, {}, home)).toMatchObject({ path: other, rclones: {} })
})
