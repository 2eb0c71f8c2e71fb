import { homedir, tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { Config } from '@oclif/core/config'
import {
  type Backend,
  backendOf,
  type ConfigText,
  type FilePlace,
  type Fs,
  type HttpSettings,
  type Log,
  type Opened,
  openDirectory,
  openFilePlace,
  openLocation,
  parseConfig,
  parseLocation,
  plainContext,
  type Scratch,
  type Surroundings,
  withSection,
} from '@tranship/core'
import { installedBackends, registryOf } from './backends/installed-backends.js'
import { installAdvice } from './backends/known-backends.js'
import { type ConfigFile, locateConfigFile, openConfigFile } from './config/config-file.js'
import { createLimiters, type Limits, type Rooms } from './sync/limiters.js'

/** All that one run of a command works with. Nothing of it is global. */
export interface Session {
  readonly log: Log
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal
  /** Where what memory should not hold is kept meanwhile. */
  readonly scratch: Scratch
  /** For connections that belong to no remote. */
  readonly http: HttpSettings
  configFile(): Promise<ConfigFile>
  /** Opens what a location names, a file or a directory. */
  open(text: string): Promise<Opened>
  /** Opens the directory that a location names; nothing is asked of the service. */
  openDirectory(text: string): Promise<Fs>
  /** Opens the directory of the file that a location names, whether it exists or not; undefined where only a directory can be. */
  openFilePlace(text: string): Promise<FilePlace | undefined>
  /** The backend that a location names, and the name of its remote; nothing is opened. */
  backendOf(text: string): Promise<{ readonly backend: Backend; readonly remote: string }>
  /** How much runs at once between two sides that were opened here. */
  rooms(src: Fs, dst: Fs): Rooms
  /** Releases what was opened. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly config: Config
  /** The `--config` flag. */
  readonly configFlag?: string
  readonly log: Log
  readonly signal: AbortSignal
  readonly limits: Limits
}

export function startSession(options: SessionOptions): Session {
  const { config, log, signal, limits } = options
  const registry = registryOf(installedBackends(config), installAdvice)
  const limiters = createLimiters(limits, log)
  const http: HttpSettings = { connectTimeout: 60_000, idleTimeout: 300_000, userAgent: `tranship/${config.version}` }
  const opened = new Set<Fs>()
  const file = once(async () => openConfigFile(await locateConfigFile(options.configFlag, process.env, homedir())))
  const remotes = once(async () => (await file()).read(log))

  /** Where a location is opened, and what becomes of the Fs that it leads to. */
  const begin = async (text: string) => {
    const location = parseLocation(text, process.platform)
    let remote = ''
    const surroundings: Surroundings = {
      registry,
      config: location.kind === 'remote' ? await remotes() : NO_REMOTES,
      absolutePath: (path) => resolve(path),
      context: (name, backend) => {
        remote = name
        return plainContext(limiters.of(name, backend), {
          remote: name,
          signal,
          log,
          http,
          saveOptions: async (changes) => void (await (await file()).update((text) => withSection(text, name, changes))),
        })
      },
    }
    const keep = (fs: Fs): Fs => {
      opened.add(fs)
      limiters.belongs(fs, remote)
      return fs
    }
    return { location, surroundings, keep }
  }

  return {
    log,
    signal,
    scratch: { directory: tmpdir() },
    http,
    configFile: file,
    open: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      const found = await openLocation(location, surroundings, signal)
      keep(found.fs)
      return found
    },
    openDirectory: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      return keep(await openDirectory(location, surroundings))
    },
    openFilePlace: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      const place = await openFilePlace(location, surroundings)
      if (place !== undefined) keep(place.fs)
      return place
    },
    backendOf: async (text) => {
      const { location, surroundings } = await begin(text)
      return backendOf(location, surroundings)
    },
    rooms: limiters.rooms,
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
