import assert from 'node:assert/strict'
import { type Fs, type FsObject, type FsPath, fsPath } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { sized } from '../sources.js'
import { drain, pathsBelow, textAt, write } from '../tree.js'

/** Texts that are no path: a type does not keep them out when a service names its files so. */
const NO_PATHS = [
  '..',
  '.',
  '../x',
  'd/..',
  'd/../../x',
  'd/./x',
  '/etc/x',
  '/',
  'd//x',
  'd/',
  'nul\0byte',
] as readonly string[] as readonly FsPath[]

export const hostileChecks: readonly Check[] = [
  {
    name: 'hostile names: written',
    sentence: 'What is no path is refused as invalid-path: no name reaches a place outside of the root.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/file', 'kept')
      for (const path of NO_PATHS) {
        const shown = JSON.stringify(path)
        await refuses(() => fs.put(path, sized(Buffer.from('x'))), `put to ${shown}`)
        if (fs.features.realDirectories) await refuses(() => fs.mkdir(path), `mkdir ${shown}`)
        const object = await fs.stat(fsPath('d/file'))
        for (const method of ['copy', 'move'] as const)
          if (fs[method]) await refuses(async () => fs[method]?.(object, path), `${method} to ${shown}`)
        if (fs.moveDirectory) await refuses(async () => fs.moveDirectory?.(fsPath('d'), path), `moveDirectory to ${shown}`)
      }
      assert.equal(await textAt(fs, 'd/file'), 'kept')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file'])
    },
  },
  {
    name: 'hostile names: read and removed',
    sentence: 'What is no path names nothing: it is neither read nor removed.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/file', 'kept')
      for (const path of NO_PATHS) {
        const shown = JSON.stringify(path)
        for (const [method, call] of Object.entries(callsOn(fs, path))) await refuses(call, `${method} of ${shown}`)
      }
      assert.equal(await textAt(fs, 'd/file'), 'kept')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file'])
    },
  },
]

function callsOn(fs: Fs, path: FsPath): Record<string, () => Promise<unknown>> {
  const object: FsObject = { kind: 'object', path }
  return {
    stat: () => fs.stat(path),
    open: () => drain(fs.open(object)),
    remove: () => fs.remove(object),
    ...(fs.setModTime && { setModTime: async () => fs.setModTime?.(object, 0n) }),
    ...(fs.purge && fs.features.realDirectories && { purge: async () => fs.purge?.(path) }),
    ...(fs.features.realDirectories && { rmdir: () => fs.rmdir(path) }),
    ...(fs.copy && { copy: async () => fs.copy?.(object, fsPath('copied')) }),
    ...(fs.move && { move: async () => fs.move?.(object, fsPath('moved')) }),
  }
}

async function refuses(call: () => Promise<unknown>, what: string): Promise<void> {
  await fails(call, 'invalid-path', 'not-found', 'is-directory').catch((error: Error) => assert.fail(`${what}: ${error.message}`))
}
