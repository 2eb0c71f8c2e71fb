import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describeFs } from '@tranship/testkit'
import { test } from 'vitest'
import { scratch, scratchFs } from '../test/scratch.js'
import { AT_ONCE } from './reading/open-file.js'

describeFs((name, run) => test(name, { timeout: 60_000 }, run), {
  name: 'local',
  open: async () => {
    const { root, fs, logged } = scratchFs(scratch())
    return {
      fs,
      leftovers: async (directory) => partialFiles(join(root, directory)),
      logged: () => logged,
      dispose: async () => rmSync(root, { recursive: true }),
    }
  },
  partSize: AT_ONCE,
  budgets: { memory: 4 * 1024 ** 2 },
  knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
})

/** The files that a put makes before it renames them. */
function partialFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => basename(name).endsWith('.partial'))
}
