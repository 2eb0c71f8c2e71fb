import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inventory } from './inventory.js'
import { local, newPlace } from './place.js'
import { plantWildTree, series } from './wild-tree.js'

const SEEDS = [1, 2, 3]

describe.each(SEEDS)('trees of any names, links, modes and holes (seed %i)', (seed) => {
  it.each([[[]], [['links']]] as string[][][])('are copied as rclone copies them, with %j', async (options) => {
    const { directory, tranship, rclone } = newPlace()
    const at = (name: string) => join(directory, name)
    plantWildTree(at('source'), seed)
    const theirs = await rclone('copy', local(at('source'), options), local(at('theirs'), options))
    const ours = await tranship('copy', local(at('source'), options), local(at('ours'), options))
    expect(ours.code, ours.stderr).toBe(theirs.code)
    expect(filesOf(inventory(at('ours')))).toEqual(filesOf(inventory(at('theirs'))))
    expect((await tranship('copy', local(at('source'), options), local(at('ours'), options), '-v')).stderr).not.toMatch(/Copied/)
    expect((await rclone('check', '--one-way', local(at('ours'), options), local(at('theirs'), options))).code).toBe(0)
  })

  it('are synced onto other trees as rclone syncs them', async () => {
    const { directory, tranship, rclone } = newPlace()
    const at = (name: string) => join(directory, name)
    plantWildTree(at('source'), seed, { links: false })
    for (const name of ['ours', 'theirs']) plantWildTree(at(name), seed + 100, { links: false })
    const theirs = await rclone('sync', at('source'), at('theirs'))
    const ours = await tranship('sync', '--force-delete', at('source'), at('ours'))
    expect([ours.code, theirs.code], ours.stderr + theirs.stderr).toEqual([0, 0])
    expect(filesOf(inventory(at('ours')))).toEqual(filesOf(inventory(at('theirs'))))
  })

  it('are listed with the sizes that rclone lists', async () => {
    const { directory, tranship, rclone } = newPlace()
    plantWildTree(join(directory, 'source'), seed)
    for (const options of [[], ['links']]) {
      const source = local(join(directory, 'source'), options)
      const sizes = (text: string) =>
        text
          .split('\n')
          .flatMap((line) => /^ *(\d+) /.exec(line)?.[1] ?? [])
          .toSorted()
      const [ours, theirs] = [await tranship('ls', source), await rclone('ls', source)]
      expect(sizes(ours.stdout)).toEqual(sizes(theirs.stdout))
    }
  })
})

it('names that rclone loses are copied all the same', async () => {
  const { directory, tranship } = newPlace()
  const at = (name: string) => join(directory, name)
  plantWildTree(at('source'), 4, { quoted: true })
  const options = ['links']
  expect((await tranship('copy', local(at('source'), options), local(at('ours'), options))).code).toBe(0)
  const files = (place: string) =>
    Object.entries(filesOf(inventory(at(place)))).map(([name, facts]) => [name, facts.replace(/ 0?\d+ (-?\d+)$/, ' $1')])
  expect(files('ours')).toEqual(files('source').filter(([, facts]) => facts !== 'special'))
})

describe('links that are followed', () => {
  it('are copied as rclone copies them; what leads nowhere or back is an error', async () => {
    const { directory, tranship, rclone } = newPlace()
    const at = (...names: string[]) => join(directory, ...names)
    mkdirSync(at('source/a/b'), { recursive: true })
    mkdirSync(at('outside'))
    writeFileSync(at('outside/theirs'), 'theirs')
    writeFileSync(at('source/a/file'), 'content')
    symlinkSync('a/file', at('source/to file'))
    symlinkSync(at('outside'), at('source/a/b/to outside'))
    const options = ['copy_links']
    const theirs = await rclone('copy', local(at('source'), options), at('theirs'))
    const ours = await tranship('copy', local(at('source'), options), at('ours'))
    expect([ours.code, theirs.code]).toEqual([0, 0])
    expect(inventory(at('ours'))).toEqual(inventory(at('theirs')))
    symlinkSync('nowhere', at('source/dangling'))
    symlinkSync('..', at('source/a/up'))
    const again = await tranship('copy', local(at('source'), options), at('again'))
    expect(again.code).not.toBe(0)
    expect(again.stderr).toMatch(/dangling.*leads nowhere/)
    expect(again.stderr).toMatch(/up.*leads back/)
    expect(filesOf(inventory(at('again')))).toEqual(filesOf(inventory(at('ours'))))
  })

  it('planted in the destination are never written through', async () => {
    const { directory, tranship } = newPlace()
    const at = (...names: string[]) => join(directory, ...names)
    for (const name of ['source/d', 'outside', 'target']) mkdirSync(at(name), { recursive: true })
    writeFileSync(at('source/d/file'), 'ours')
    writeFileSync(at('source/file'), 'ours')
    writeFileSync(at('outside/file'), 'theirs')
    symlinkSync(at('outside'), at('target/d'))
    symlinkSync(at('outside/file'), at('target/file'))
    const before = inventory(at('outside'))
    for (const options of [[], ['copy_links'], ['links']]) {
      await tranship('copy', at('source'), local(at('target'), options))
      expect(inventory(at('outside'))).toEqual(before)
    }
    expect(lstatSync(at('target/d')).isSymbolicLink()).toBe(true)
  })
})

it('numbers come as the seed says', () => expect(series(1)()).toBe(series(1)()))

/** Not the directories: whether empty ones are made is not the file system's. */
function filesOf(found: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(found).filter(([, facts]) => !facts.startsWith('directory')))
}
