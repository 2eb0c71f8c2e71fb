import { chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { type Outcome, type Running, run, start } from './program.js'

/** Somebody with an empty home directory who has never run the tool. */
export interface User {
  /** Where the commands are run; empty at first. */
  readonly folder: string
  /** Where the config file is looked for when nobody names one: the place is rclone's. */
  readonly configFile: string
  readonly env: NodeJS.ProcessEnv
  /** The words of the shell's command line that stand for `tranship`. */
  readonly program: readonly [string, ...string[]]
  /** Writes the config file. */
  configure(sections: Readonly<Record<string, Readonly<Record<string, string>>>>): void
  tranship(...args: string[]): Promise<Outcome>
  /** `tranship` with something on its standard input. */
  feed(input: string, ...args: string[]): Promise<Outcome>
  /** Starts `tranship` and does not wait. */
  start(...args: string[]): Running
}

const TOOL = join(import.meta.dirname, '../../packages/cli/bin/dev.js')
const NOBODY = 65_534

/** Milliseconds after which a command hangs, also on a slow machine where much else runs. */
const LIMIT = 300_000

/** A user with the rights of this process, or, `ordinary`, surely without those of root; without `plugins` nobody has installed any. */
export function newUser({ ordinary = false, plugins = true } = {}): User {
  const place = mkdtempSync(join(inject('scratch'), 'user-'))
  const [home, folder] = [join(place, 'home'), join(place, 'folder')]
  const isRoot = process.getuid?.() === 0
  for (const directory of [place, home, folder]) {
    mkdirSync(directory, { recursive: true })
    if (ordinary && isRoot) chownSync(directory, NOBODY, NOBODY)
  }
  // No variable of the developer's shell or of vitest. The cache of compiled code is shared, as it is between runs of one user.
  const env = {
    ...{ PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', XDG_CACHE_HOME: join(inject('scratch'), 'cache') },
    ...(!plugins && { TRANSHIP_DATA_DIR: join(place, 'data') }),
  }
  const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  const program = [...(ordinary && isRoot ? asNobody : []), process.execPath, TOOL] as unknown as User['program']
  const [first, ...rest] = program
  const configFile = join(home, '.config/rclone/rclone.conf')
  return {
    folder,
    configFile,
    env,
    program,
    configure: (sections) => {
      mkdirSync(dirname(configFile), { recursive: true })
      writeFileSync(configFile, configText(sections))
    },
    tranship: (...args) => run(first, [...rest, ...args], { env, cwd: folder, limit: LIMIT }),
    feed: (input, ...args) => run(first, [...rest, ...args], { env, cwd: folder, input, limit: LIMIT }),
    start: (...args) => start(first, [...rest, ...args], { env, cwd: folder, limit: LIMIT }),
  }
}

function configText(sections: Parameters<User['configure']>[0]): string {
  const lines = Object.entries(sections).flatMap(([name, values]) => [
    `[${name}]`,
    ...Object.entries(values).map(([key, value]) => `${key} = ${value}`),
    '',
  ])
  return lines.join('\n')
}
