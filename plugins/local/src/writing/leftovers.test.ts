import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { bytesSource } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { entries, path, scratchFs } from '../../test/scratch.js'

const machine = crc32(hostname()).toString(16).padStart(8, '0')
const ended = spawnSync(process.execPath, ['-e', '0']).pid.toString(16)
const temporary = (name: string, maker: string) => `.${name}.${maker}-5d0e77aa-3.partial`

/** What a killed run of this machine, one that runs, and one of another machine have in their hands. */
const DEAD = temporary('a', `${machine}-${ended}`)
const LIVING = temporary('a', `${machine}-${process.ppid.toString(16)}`)
const SAME_NUMBER = temporary('b', `${machine}-${process.pid.toString(16)}`)
const FOREIGN = temporary('a', '00000000-1')
const OTHERS = ['.a.partial', 'a.12345678.partial', '.a.12345678-zz-1-1.partial']

function planted() {
  const { fs, root, logged } = scratchFs()
  mkdirSync(join(root, 'd'))
  for (const name of [DEAD, LIVING, SAME_NUMBER, FOREIGN, ...OTHERS]) writeFileSync(join(root, 'd', name), 'part')
  return { fs, root, logged, names: () => readdirSync(join(root, 'd')) }
}

describe('what a killed run left behind', () => {
  it('is no file of the Fs', async () => {
    const { fs } = planted()
    expect((await entries(fs.list(path('d')))).map((entry) => entry.path).toSorted()).toEqual(OTHERS.map((name) => `d/${name}`).toSorted())
  })

  it('goes when cleanUp is asked for, and nothing else does', async () => {
    const { fs, names, root } = planted()
    mkdirSync(join(root, 'elsewhere'))
    await fs.cleanUp?.({ directory: path('elsewhere') })
    expect(names()).toContain(DEAD)
    await fs.cleanUp?.()
    expect(names().toSorted()).toEqual([LIVING, FOREIGN, ...OTHERS].toSorted())
    utimesSync(join(root, 'd', FOREIGN), 1000, 1000)
    await fs.cleanUp?.()
    expect(names().toSorted()).toEqual([LIVING, ...OTHERS].toSorted())
  })

  it('goes when a listing came upon it and the file is written then', async () => {
    const { fs, names } = planted()
    await entries(fs.list(path('d')))
    await fs.put(path('d/a'), bytesSource(Buffer.from('whole')))
    expect(names()).not.toContain(DEAD)
    expect(names()).toEqual(expect.arrayContaining([LIVING, SAME_NUMBER, 'a']))
  })

  it('does not keep a directory from being removed, what lives does', async () => {
    const { fs, root } = scratchFs()
    mkdirSync(join(root, 'd'))
    for (const name of [DEAD, LIVING]) writeFileSync(join(root, 'd', name), '')
    await expect(fs.rmdir(path('d'))).rejects.toMatchObject({ kind: 'not-empty' })
    expect(readdirSync(join(root, 'd')).length).toBe(2)
    await fs.purge?.(path('d'))
    mkdirSync(join(root, 'd'))
    writeFileSync(join(root, 'd', DEAD), '')
    await fs.rmdir(path('d'))
    expect(readdirSync(root)).toEqual([])
  })
})
