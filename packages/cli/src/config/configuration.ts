import { homedir } from 'node:os'
import type { Log } from '@tranship/core'
import type { Setting } from '../command-line/setting.js'
import { type ConfigFile, openConfigFile } from './config-file.js'
import type { ConfigFlags } from './config-flags.js'
import { type ConfigPlace, locateConfigFile } from './config-place.js'

/** The config file of one run, which is looked for when it is first asked for. */
export interface Configuration {
  place(): Promise<ConfigPlace>
  file(): Promise<ConfigFile>
  /** A file that is opened with the same passwords. */
  open(path: string): ConfigFile
}

export interface ConfigurationOptions {
  readonly flags: ConfigFlags
  /** What the environment says is the password of the file. */
  readonly password: Setting | undefined
  readonly log: Log
  readonly signal: AbortSignal
}

export function createConfiguration(options: ConfigurationOptions): Configuration {
  const place = once(() => locateConfigFile(options.flags.config, process.env, homedir()))
  const open = (path: string) => openConfigFile(path, { passwords: () => passwordsFrom(options), signal: options.signal })
  return { place, open, file: once(async () => open((await place()).path)) }
}

async function* passwordsFrom({ flags, password, log, signal }: ConfigurationOptions): AsyncGenerator<string> {
  const [{ configPasswords }, { askPassword }] = await Promise.all([import('./config-password.js'), import('../wizard/terminal.js')])
  const mayAsk = flags['ask-password'] !== false && process.stdin.isTTY
  yield* configPasswords({
    command: flags['password-command'],
    said: password,
    log,
    ...(mayAsk && { ask: () => askPassword('Enter configuration password:', signal) }),
  })
}

/** The first call does the work, the others get its result. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
