import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { type Outcome, run } from '../harness/program.js'
import { userEnvironment } from './user-environment.js'

export interface InstalledCli {
  /** An empty folder to work in; the home directory, empty too at first, is elsewhere. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly program: string
  tranship(...args: string[]): Promise<Outcome>
  /** `tranship` with something on its standard input. */
  feed(input: string, ...args: string[]): Promise<Outcome>
}

/** The installed tool for a user who has never run it. What the user leaves behind goes with the test. */
export function newUser(): InstalledCli {
  const { program, registry } = inject('packed')
  const place = mkdtempSync(join(tmpdir(), 'tranship-user-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const [home, folder] = [join(place, 'home'), join(place, 'folder')]
  mkdirSync(home)
  mkdirSync(folder)
  const env = userEnvironment(home, registry)
  return {
    folder,
    env,
    program,
    tranship: (...args) => run(program, args, { env, cwd: folder }),
    feed: (input, ...args) => run(program, args, { env, cwd: folder, input }),
  }
}
