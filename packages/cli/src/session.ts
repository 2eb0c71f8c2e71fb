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
import type { Setting } from './command-line/setting.js'
import { type ConfigFile, openConfigFile } from './config/config-file.js'
import type { ConfigFlags } from './config/config-flags.js'
import { locateConfigFile } from './config/config-place.js'
import { httpSettingsFrom } from './network/http-settings.js'
import type { NetworkFlags } from './network/network-flags.js'
import { createCheckpointFiles } from './state/checkpoint-files.js'
import { placesFrom } from './state/places.js'
import { createRecordCache } from './state/record-cache.js'
import { createLimiters, type Limits, type Rooms } from './sync/limiters.js'
import type { EventLog } from './ui/log.js'
import type { LogFlags } from './ui/log-flags.js'
import type { Screen } from './ui/progress/screen.js'

/** What a session begins with: one file at start-up instead of two. */
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
  /** What a backend gets to work for a remote, by its name. */
  contextOf(remote: string, backend: Backend): BackendContext
  /** What the remote of a location is opened with; nothing is opened. */
  settingsOf(text: string): Promise<RemoteSettings>
  /** How much runs at once between two sides that were opened here. */
  rooms(src: Fs, dst: Fs): Rooms
  /** Releases what was opened. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly config: Config
  /** What flags of backends and the environment say. */
  readonly options: OptionSources
  /** What the environment says is the password of the config file. */
  readonly configPassword: Setting | undefined
  readonly flags: ConfigFlags &
    LogFlags &
    NetworkFlags & { readonly 'temp-dir'?: string | undefined; readonly disable?: DisabledFeatures | undefined }
  readonly log: EventLog
  readonly screen?: Screen
  readonly signal: AbortSignal
  readonly limits: Limits
}

export async function startSession(options: SessionOptions): Promise<Session> {
  const { config, log, signal, limits } = options
  const registry = registryOf(installedBackends(config), installAdvice)
  const limiters = createLimiters(limits, log)
  const http = await httpFrom(options)
  const retry = { ...DEFAULT_RETRY, attempts: options.flags['low-level-retries'] ?? DEFAULT_RETRY.attempts }
  const places = placesFrom(process.env, homedir(), process.platform)
  const cache = createRecordCache(join(places.cache, 'records.db'))
  const opened = new Set<Fs>()
  const place = once(() => locateConfigFile(options.flags.config, process.env, homedir()))
  const openFile = (path: string) => openConfigFile(path, { passwords: () => passwordsFrom(options), signal })
  const file = once(async () => openFile((await place()).path))
  const remotes = once(async () => (await file()).read(log))

  const contextOf = (name: string, backend: Backend): BackendContext =>
    plainContext(limiters.of(name, backend), {
      remote: name,
      signal,
      log,
      http,
      retry,
      cache: cache.of(name),
      saveOptions: async (changes) => {
        const config = await file()
        const isThere = (text: ConfigText) => sectionOf(text, name) !== undefined
        if (isThere(await config.read())) await config.update((text) => (isThere(text) ? withSection(text, name, changes) : text))
      },
    })

  /** Where a location is opened, and what becomes of the Fs that it leads to. */
  const begin = async (text: string) => {
    const location = parseLocation(text, process.platform)
    let remote = ''
    const surroundings: Surroundings = {
      registry,
      config: location.kind === 'remote' ? await remotes() : NO_REMOTES,
      options: options.options,
      absolutePath: (path) => resolve(path),
      context: (name, backend) => {
        remote = name
        return contextOf(name, backend)
      },
    }
    const keep = (whole: Fs): Fs => {
      const fs = without(whole, options.flags.disable ?? new Set())
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
    scratch: { directory: options.flags['temp-dir'] ?? tmpdir() },
    checkpoints: () => createCheckpointFiles(join(places.state, 'checkpoints')),
    http,
    configFile: file,
    configFileToChange: async () => {
      const { agreedFile } = await import('./config/rclones-file.js')
      return agreedFile(await place(), openFile, signal)
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
    contextOf,
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

async function* passwordsFrom({ flags, configPassword, log, signal }: SessionOptions): AsyncGenerator<string> {
  const [{ configPasswords }, { askPassword }] = await Promise.all([import('./config/config-password.js'), import('./wizard/terminal.js')])
  const mayAsk = flags['ask-password'] !== false && process.stdin.isTTY
  yield* configPasswords({
    command: flags['password-command'],
    said: configPassword,
    log,
    ...(mayAsk && { ask: () => askPassword('Enter configuration password:', signal) }),
  })
}

/** With one who watches, where --dump asks for it. */
async function httpFrom({ config, flags, log }: SessionOptions): Promise<HttpSettings> {
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

/** The first call does the work, the others get its result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
