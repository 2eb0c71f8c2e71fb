/**
 * Measures the peak memory of syncs of very many files, as the operating system tells it: `node bench/memory.ts [case …]`, by default
 * all cases. Fails when one takes more than it may, or more for a million files than for a hundred thousand.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MEMORY_CASES } from './memory-cases.ts'

const FEWER = 100_000
const MORE = 1_000_000
const MOST_MEBIBYTES = 300
const MOST_GROWTH = 1.2

interface Measured {
  readonly mebibytes: number
  readonly seconds: number
}

const chosen = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'tranship-bench-'))
try {
  console.log('| case | 100k files, MiB | 1M files, MiB | growth | 1M files, s | |\n|---|---|---|---|---|---|')
  for (const name of chosen.length > 0 ? chosen : Object.keys(MEMORY_CASES)) {
    const [fewer, more] = [measure(name, FEWER), measure(name, MORE)]
    const growth = more.mebibytes / fewer.mebibytes
    const isBounded = more.mebibytes <= MOST_MEBIBYTES && growth <= MOST_GROWTH
    if (!isBounded) process.exitCode = 1
    const figures = [fewer.mebibytes.toFixed(0), more.mebibytes.toFixed(0), growth.toFixed(2), more.seconds.toFixed(1)]
    console.log(`| ${[name, ...figures, isBounded ? 'good' : 'too much'].join(' | ')} |`)
  }
} finally {
  rmSync(scratch, { recursive: true })
}

/** Runs a case in a process of its own. */
function measure(name: string, files: number): Measured {
  const child = join(import.meta.dirname, 'memory-case.ts')
  const { status, stdout } = spawnSync(process.execPath, [child, name, String(files), scratch], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the case "${name}" with ${files} files failed`)
  return JSON.parse(stdout) as Measured
}
