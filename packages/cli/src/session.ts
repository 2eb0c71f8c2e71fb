import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Config } from '@oclif/core/config'
import {
  type Backend,
  type BackendContext,
  backendOf,
  type CheckpointStore,
  type ConfigText,
  DEFAULT_RETRY,
  type FilePlace,
  type Fs,
  type HttpSettings,
  type Opened,
  type OptionSources,
  type OptionTexts,
  openDirectory,
  openFilePlace,
  openLocation,
  parseConfig,
  parseLocation,
  plainContext,
  type RemoteSettings,
  type Scratch,
  type Surroundings,
  sectionOf,
  settingsOf,
  withSection,
} from '@tranship/core'
import { type DisabledFeatures, without } from './backends/disabled-features.js'
import { installedBackends, registryOf } from './backends/installed-backends.js'
import { installAdvice } from './backends/known-backends.js'
import type { ConfigFile } from './config/config-file.js'
import { type Configuration, once } from './config/configuration.js'
import { httpSettingsFrom } from './network/http-settings.js'
import type { NetworkFlags } from './network/network-flags.js'
import type { OwnFlags } from './network/own-flags.js'
import { createCheckpointFiles } from './state/checkpoint-files.js'
import { placesFrom } from './state/places.js'
import { createRecordCache } from './state/record-cache.js'
import { createLimiters, type LimitFlags, limitsFrom, type Rooms } from './sync/limiters.js'
import type { EventLog } from './ui/log.js'
import type { LogFlags } from './ui/log-flags.js'
import type { Screen } from './ui/progress/screen.js'
import type { WalkCounts } from './ui/progress/walk-counts.js'

/** What a session begins with: one file at start-up instead of three. */
export { createConfiguration } from './config/configuration.js'
export { openLog } from './ui/open-log.js'

/** All that one run of a command works with. Nothing of it is global. */
export interface Session {
  readonly log: EventLog
  /** The terminal that progress is drawn on. */
  readonly screen?: Screen
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal
  /** Where what memory should not hold is kept meanwhile. */
  readonly scratch: Scratch
  /** Where it is kept how far transfers came. */
  checkpoints(): CheckpointStore
  /** For connections that belong to no remote. */
  readonly http: HttpSettings
  configFile(): Promise<ConfigFile>
  /** The config file, to be changed as the person says. Where it is rclone's alone, a person at a terminal is asked first; undefined: it is not to be changed. */
  configFileToChange(): Promise<ConfigFile | undefined>
  /** What was said of options by flags and in the environment. */
  readonly options: OptionSources
  /** Opens what a location names, a file or a directory. */
  open(text: string): Promise<Opened>
  /** Opens the directory that a location names; nothing is asked of the service. */
  openDirectory(text: string): Promise<Fs>
  /** Opens the directory of the file that a location names, whether it exists or not; undefined where only a directory can be. */
  openFilePlace(text: string): Promise<FilePlace | undefined>
  /** The backend that a location names, and the name of its remote; nothing is opened. */
  backendOf(text: string): Promise<{ readonly backend: Backend; readonly remote: string }>
  /** What a backend gets to work for a remote, by its name and what is said of it. */
  contextOf(remote: string, backend: Backend, texts: OptionTexts): Promise<BackendContext>
  /** What the remote of a location is opened with; nothing is opened. */
  settingsOf(text: string): Promise<RemoteSettings>
  /** How much runs at once between two sides that were opened here. */
  rooms(src: Fs, dst: Fs): Rooms
  /** Counts what the work has come to, where somebody wants to see it. */
  readonly counts?: WalkCounts
  /** Releases what was opened. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly config: Config
  /** What flags of backends and the environment say. */
  readonly options: OptionSources
  readonly configuration: Configuration
  readonly flags: LogFlags &
    NetworkFlags &
    LimitFlags & { readonly 'temp-dir'?: string | undefined; readonly disable?: DisabledFeatures | undefined }
  readonly log: EventLog
  readonly screen?: Screen
  readonly signal: AbortSignal
  /** Counts what is done with every Fs that is opened. */
  readonly counts?: WalkCounts
  /** Whether a flag was said. */
  isGiven(flag: string): boolean
}

export async function startSession(options: SessionOptions): Promise<Session> {
  const { config, configuration, log, signal, flags } = options
  const registry = registryOf(installedBackends(config), installAdvice)
  const limiters = createLimiters(limitsFrom(flags, options.isGiven), log)
  const http = await httpFrom(options)
  const places = placesFrom(process.env, homedir(), process.platform)
  const cache = createRecordCache(join(places.cache, 'records.db'))
  const opened = new Set<Fs>()
  const { file } = configuration
  const counted = options.counts === undefined ? (fs: Fs) => fs : await countedBy(options.counts)
  const remotes = once(async () => (await file()).read(log))

  /** The flags that a remote has for itself. */
  const ownFlagsOf = async (name: string, texts: OptionTexts): Promise<OwnFlags> => {
    if (!Object.keys(texts).some((key) => key.startsWith('override.'))) return NO_FLAGS
    return (await import('./network/own-flags.js')).ownFlags(name, texts, log)
  }

  const contextOf = async (name: string, backend: Backend, own: OwnFlags): Promise<BackendContext> => {
    const all = { ...flags, ...own }
    return plainContext(
      limiters.of(
        name,
        backend,
        limitsFrom(own, (flag) => Object.hasOwn(own, flag)),
      ),
      {
        remote: name,
        signal,
        log,
        http: own === NO_FLAGS ? http : await httpFrom({ ...options, flags: all }),
        retry: { ...DEFAULT_RETRY, attempts: all['low-level-retries'] ?? DEFAULT_RETRY.attempts },
        cache: cache.of(name),
        saveOptions: async (changes) => {
          const config = await file()
          const isThere = (text: ConfigText) => sectionOf(text, name) !== undefined
          if (isThere(await config.read())) await config.update((text) => (isThere(text) ? withSection(text, name, changes) : text))
        },
      },
    )
  }

  /** Where a location is opened, and what becomes of the Fs that it leads to. */
  const begin = async (text: string) => {
    const location = parseLocation(text, process.platform)
    let remote = ''
    let disabled = flags.disable ?? NONE
    const surroundings: Surroundings = {
      registry,
      config: location.kind === 'remote' ? await remotes() : NO_REMOTES,
      options: options.options,
      absolutePath: (path) => resolve(path),
      context: async (name, backend, texts) => {
        remote = name
        const own = await ownFlagsOf(name, texts)
        disabled = own.disable ?? disabled
        return contextOf(name, backend, own)
      },
    }
    const keep = (whole: Fs): Fs => {
      const fs = counted(without(whole, disabled))
      opened.add(fs)
      limiters.belongs(fs, remote)
      return fs
    }
    return { location, surroundings, keep }
  }

  return {
    log,
    ...(options.screen && { screen: options.screen }),
    signal,
    ...(options.counts && { counts: options.counts }),
    scratch: { directory: flags['temp-dir'] ?? tmpdir() },
    checkpoints: () => createCheckpointFiles(join(places.state, 'checkpoints')),
    http,
    configFile: file,
    configFileToChange: async () => {
      const { agreedFile } = await import('./config/rclones-file.js')
      return agreedFile(await configuration.place(), configuration.open, signal)
    },
    options: options.options,
    open: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      const found = await openLocation(location, surroundings, signal)
      return { ...found, fs: keep(found.fs) }
    },
    openDirectory: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      return keep(await openDirectory(location, surroundings))
    },
    openFilePlace: async (text) => {
      const { location, surroundings, keep } = await begin(text)
      const place = await openFilePlace(location, surroundings)
      return place && { ...place, fs: keep(place.fs) }
    },
    backendOf: async (text) => {
      const { location, surroundings } = await begin(text)
      return backendOf(location, surroundings)
    },
    contextOf: async (remote, backend, texts) => contextOf(remote, backend, await ownFlagsOf(remote, texts)),
    settingsOf: async (text) => {
      const { location, surroundings } = await begin(text)
      return settingsOf(location, surroundings)
    },
    rooms: limiters.rooms,
    close: async () => {
      await Promise.all([...opened].map((fs) => fs.close?.()))
      cache.close()
    },
  }
}

async function countedBy(counts: WalkCounts): Promise<(fs: Fs) => Fs> {
  const { countedFs } = await import('./ui/progress/walk-counts.js')
  return (fs) => countedFs(fs, counts)
}

/** With one who watches, where --dump asks for it. */
async function httpFrom({ config, flags, log }: Pick<SessionOptions, 'config' | 'flags' | 'log'>): Promise<HttpSettings> {
  const settings = await httpSettingsFrom(flags, process.env, `tranship/${config.version}`)
  const parts = new Set(flags.dump)
  if (flags['dump-headers']) parts.add('headers')
  if (flags['dump-bodies']) parts.add('bodies')
  if (parts.size === 0) return settings
  const { dumpTo } = await import('./network/dump.js')
  const watch = dumpTo((line) => log('debug', line), parts, settings.headers)
  return watch === undefined ? settings : { ...settings, watch }
}

const NO_REMOTES: ConfigText = parseConfig('')
const NONE: DisabledFeatures = new Set()
const NO_FLAGS: OwnFlags = {}
