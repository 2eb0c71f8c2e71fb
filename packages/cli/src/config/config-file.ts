import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, type ConfigText, configProblem, isConfigError, type Log, parseConfig, printConfig } from '@tranship/core'
import { withLock } from './config-lock.js'
import { isMissing, linkTarget, makeParents, replaceFile } from './replace-file.js'

/** How long to wait for another process that is changing the file, in milliseconds. */
const PATIENCE = 10_000

/**
 * Where the config file is: what the flag names, else TRANSHIP_CONFIG, else RCLONE_CONFIG, else where rclone looks. Who has
 * used rclone so has all remotes at once: the file is rclone's own, read and written by both. Of rclone's places the first
 * that exists counts; where none does, the file will be made in the first.
 */
export async function locateConfigFile(flag: string | undefined, env: NodeJS.ProcessEnv, home: string): Promise<string> {
  const named = flag || env.TRANSHIP_CONFIG || env.RCLONE_CONFIG
  if (named) return named
  const usual = join(home, '.config', 'rclone', 'rclone.conf')
  const moved = [env.APPDATA, env.XDG_CONFIG_HOME].flatMap((directory) => (directory ? [join(directory, 'rclone', 'rclone.conf')] : []))
  const places = [...moved, usual, join(home, '.rclone.conf')]
  for (const place of places) if (await exists(place)) return place
  return places[0] ?? usual
}

/** A config file that other processes read and change too. Each call looks at the file anew. */
export interface ConfigFile {
  readonly path: string
  /** A missing file is an empty config, and told to `log`. Rejects with a ConfigError for one that cannot be read. */
  read(log?: Log): Promise<ConfigText>
  /**
   * Saves what `change` makes of the config, and gives it. No change of another process is lost in between. The file is
   * not touched if nothing changes or `change` throws. Rejects with a ConfigError if it cannot be saved.
   */
  update(change: (config: ConfigText) => ConfigText): Promise<ConfigText>
}

export function openConfigFile(path: string, patience: number = PATIENCE): ConfigFile {
  return {
    path,
    read: (log) => readConfig(path, log),
    update: (change) =>
      naming(path, 'save', async () => {
        const file = await linkTarget(path)
        await makeParents(file)
        return withLock(file, patience, async () => {
          const before = await readConfig(file)
          const after = change(before)
          const text = printConfig(after)
          if (text !== printConfig(before)) await replaceFile(file, text)
          return after
        })
      }),
  }
}

async function readConfig(path: string, log?: Log): Promise<ConfigText> {
  return naming(path, 'read', async () => {
    const bytes = await readFile(path).catch((error) => {
      if (!isMissing(error)) throw error
      log?.('notice', `Config file ${JSON.stringify(path)} not found - using defaults`)
      return new Uint8Array()
    })
    const config = parseConfig(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    const problem = configProblem(config)
    if (problem !== undefined) throw new Error(problem)
    return config
  })
}

/** Any failure but a ConfigError as one that says which file, and why. */
async function naming<Result>(path: string, verb: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    if (isConfigError(error)) throw error
    throw new ConfigError(`cannot ${verb} the config file ${JSON.stringify(path)}: ${(error as Error).message}`, { cause: error })
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
