/**
 * Prints what local work costs beside rclone: `node bench/local.ts [directory] [rounds]`, by default in /dev/shm, where no disk is
 * measured, and 3 rounds. Takes five gigabytes there. Build first.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { plantFile, plantTree, twin } from './local-trees.ts'
import { type CompareTools, compare, comparisonTable } from './s3-compare.ts'

const [parent = '/dev/shm', rounds = '3'] = process.argv.slice(2)
const program = fileURLToPath(new URL('../packages/cli/bin/run.js', import.meta.url))
const place = mkdtempSync(join(parent, 'tranship-bench-'))
const at = (...names: string[]) => join(place, ...names)
const tools: CompareTools = {
  programs: { tranship: (...args) => [process.execPath, program, ...args], rclone: (...args) => ['rclone', ...args] },
  rounds: Number(rounds),
  env: { ...process.env, RCLONE_CONFIG: at('rclone.conf'), HOME: place },
}

try {
  plantTree(at('many'), { directories: 1000, files: 100, size: 1000 })
  twin(at('many'), at('many again'))
  plantTree(at('small'), { directories: 100, files: 100, size: 4096 })
  mkdirSync(at('large'))
  plantFile(at('large', 'file'), 2 * 1024 ** 3)
  const cleanUp = (round: string) => ['purge', at(round)]
  console.log(
    comparisonTable([
      await compare('no-change sync of 100k files', 0.7, tools, () => ['sync', at('many'), at('many again')]),
      await compare('copy of 10k x 4 KiB, verified', 0.6, tools, (round) => ['copy', at('small'), at(round)], cleanUp),
      await compare('copy of one 2 GiB file, verified', 0.85, tools, (round) => ['copy', at('large'), at(round)], cleanUp),
      await compare('md5sum of 100k small files', 0.4, tools, () => ['md5sum', at('many')]),
      await compare('lsl of 100k files', 0.8, tools, () => ['lsl', at('many')]),
    ]),
  )
} finally {
  rmSync(place, { recursive: true })
}
