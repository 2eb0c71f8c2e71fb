import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { path, scratchFs } from '../../test/scratch.js'
import { AT_ONCE } from './open-file.js'

const LARGE = randomBytes(AT_ONCE + 1)

describe('direct', () => {
  it('gives a small file in one call, and names a large one', async () => {
    const { fs, root } = scratchFs()
    for (const bytes of [Buffer.alloc(0), randomBytes(AT_ONCE)]) {
      writeFileSync(join(root, 'a'), bytes)
      const direct = await fs.direct?.(await fs.stat(path('a')))
      expect(direct?.file).toBeUndefined()
      expect(bytes.equals(direct?.whole?.() ?? expect.fail())).toBe(true)
    }
    writeFileSync(join(root, 'a'), LARGE)
    expect(await fs.direct?.(await fs.stat(path('a')))).toEqual({ file: join(root, 'a') })
  })

  it('refuses a file that is not the one that was listed any more', async () => {
    const { fs, root } = scratchFs()
    for (const bytes of [randomBytes(10), LARGE]) {
      writeFileSync(join(root, 'a'), bytes)
      const listed = await fs.stat(path('a'))
      const before = await fs.direct?.(listed)
      writeFileSync(join(root, 'a'), Buffer.concat([bytes, bytes]).subarray(0, bytes.byteLength + 1))
      if (before?.whole !== undefined) expect(before.whole).toThrow('the file has changed')
      else await expect(fs.direct?.(listed)).rejects.toMatchObject({ kind: 'precondition-failed' })
    }
    await expect(fs.direct?.({ kind: 'object', path: path('none'), size: AT_ONCE + 1 })).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('leads through no link, unless links are followed: then to what is behind it', async () => {
    const { fs, root } = scratchFs()
    mkdirSync(join(root, 'behind'))
    writeFileSync(join(root, 'behind/large'), LARGE)
    symlinkSync('behind', join(root, 'way'))
    symlinkSync('behind/large', join(root, 'link'))
    for (const name of ['way/large', 'link']) {
      await expect(fs.direct?.({ kind: 'object', path: path(name), size: LARGE.byteLength })).rejects.toThrow()
    }
    const following = scratchFs(root, { copy_links: true }).fs
    const { file = '' } = (await following.direct?.(await following.stat(path('link')))) ?? {}
    expect(file).toBe(join(root, 'behind/large'))
    expect(readFileSync(file).equals(LARGE)).toBe(true)
    const showing = scratchFs(root, { links: true }).fs
    expect(await showing.direct?.(await showing.stat(path('link.rclonelink')))).toEqual({})
  })

  it('has no way where it does not matter whether a file changes while it is read', async () => {
    const { fs, root } = scratchFs(undefined, { no_check_updated: true })
    writeFileSync(join(root, 'a'), 'x')
    expect(await fs.direct?.(await fs.stat(path('a')))).toEqual({})
  })
})
