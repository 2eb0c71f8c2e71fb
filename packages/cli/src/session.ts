import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Config } from '@oclif/core/config'
import {
  type ConfigText,
  createFixedLimiter,
  type FixedLimits,
  type Fs,
  type Location,
  type Log,
  type Opened,
  openDirectory,
  openLocation,
  parseConfig,
  parseLocation,
  plainContext,
  type Surroundings,
  withSection,
} from '@tranship/core'
import { type ConfigFile, locateConfigFile, openConfigFile } from './config-file.js'
import { installedBackends, registryOf } from './installed-backends.js'
import { installAdvice } from './known-backends.js'

/** All that one run of a command works with. Nothing of it is global. */
export interface Session {
  readonly log: Log
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal
  configFile(): Promise<ConfigFile>
  /** Opens what a location names, a file or a directory. */
  open(text: string): Promise<Opened>
  /** Opens the directory that a location names; nothing is asked of the service. */
  openDirectory(text: string): Promise<Fs>
  /** Releases what was opened. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly config: Config
  /** The `--config` flag. */
  readonly configFlag?: string
  readonly log: Log
  readonly signal: AbortSignal
  readonly limits: FixedLimits
}

export function startSession(options: SessionOptions): Session {
  const { config, log, signal, limits } = options
  const registry = registryOf(installedBackends(config), installAdvice)
  const opened = new Set<Fs>()
  const file = once(async () => openConfigFile(await locateConfigFile(options.configFlag, process.env, homedir())))
  const remotes = once(async () => (await file()).read(log))

  const surroundings = async (location: Location): Promise<Surroundings> => ({
    registry,
    config: location.kind === 'remote' ? await remotes() : NO_REMOTES,
    absolutePath: (path) => resolve(path),
    context: (remote) =>
      plainContext(createFixedLimiter(limits), {
        remote,
        signal,
        log,
        http: { connectTimeout: 60_000, idleTimeout: 300_000, userAgent: `tranship/${config.version}` },
        saveOptions: async (changes) => void (await (await file()).update((text) => withSection(text, remote, changes))),
      }),
  })
  const keep = (fs: Fs): Fs => {
    opened.add(fs)
    return fs
  }

  return {
    log,
    signal,
    configFile: file,
    open: async (text) => {
      const location = parseLocation(text, process.platform)
      const found = await openLocation(location, await surroundings(location), signal)
      keep(found.fs)
      return found
    },
    openDirectory: async (text) => {
      const location = parseLocation(text, process.platform)
      return keep(await openDirectory(location, await surroundings(location)))
    },
    close: async () => {
      await Promise.all([...opened].map((fs) => fs.close?.()))
    },
  }
}

const NO_REMOTES: ConfigText = parseConfig('')

/** The first call does the work, the others get its result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
