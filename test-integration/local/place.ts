import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Outcome, type Running, run, start } from '../harness/program.js'

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** A directory of the test's own, and the two programs in it, both without a config file. */
export interface Place {
  readonly directory: string
  tranship(...args: string[]): Promise<Outcome>
  rclone(...args: string[]): Promise<Outcome>
  /** Not awaited: to be killed. */
  startTranship(...args: string[]): Running
}

export function newPlace(parent: string = tmpdir()): Place {
  const directory = realpathSync(mkdtempSync(join(parent, 'tranship-beside-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const env = { PATH: process.env.PATH, HOME: directory, TZ: 'UTC', RCLONE_CONFIG: join(directory, 'rclone.conf') }
  const surroundings = { env, cwd: directory, limit: 240_000 }
  return {
    directory,
    tranship: (...args) => run(process.execPath, [PROGRAM, ...args], surroundings),
    rclone: (...args) => run('rclone', args, surroundings),
    startTranship: (...args) => start(process.execPath, [PROGRAM, ...args], surroundings),
  }
}

/** A directory with options of the local file system, as both programs take it. */
export function local(directory: string, options: readonly string[] = []): string {
  return options.length === 0 ? directory : `:local,${options.map((name) => `${name}=true`).join(',')}:${directory}`
}
