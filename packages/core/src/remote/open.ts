import type { Backend } from '../backend/backend.js'
import { ConfigError, isConfigError } from '../backend/config-error.js'
import { type BackendContext, plainContext } from '../backend/context.js'
import { type OptionInput, type OptionsOf, type OptionTable, parseOptions, withDefaults } from '../backend/options.js'
import type { Registry } from '../backend/registry.js'
import type { FsObject } from '../fs/entry.js'
import { isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, nameOf, parentOf, ROOT } from '../fs/path.js'
import { createFixedLimiter } from '../http/limiter.js'
import { DEFAULT_RETRY } from '../http/retry.js'
import { logged } from '../layers/logged.js'
import { retrying } from '../layers/retrying.js'
import { subdirectory } from '../layers/subdirectory.js'
import { type ConfigText, sectionNames, sectionOf } from './config-text.js'
import type { Location } from './location.js'

/** Opens the root of a backend with typed options: `openFs(s3, { region: 'eu-west-1', … })`. The one place where layers are stacked. */
export async function openFs<Table extends OptionTable>(
  backend: Backend<Table>,
  options: OptionInput<Table>,
  context: BackendContext = plainContext(createFixedLimiter({ uploads: 4, requests: 8 })),
): Promise<Fs> {
  const bare = await backend.open(withDefaults(backend.options, options), context)
  const steady = retrying(bare, context.retry ?? DEFAULT_RETRY, context.log)
  return logged(steady, context.log)
}

/** The backend that a location names, and the name of its remote. Nothing is opened. */
export async function backendOf(location: Location, surroundings: Surroundings): Promise<{ backend: Backend; remote: string }> {
  const target = resolve(location, surroundings)
  return { backend: await backendFor(target, surroundings), remote: target.remote }
}

/** All that a backend gets to work for a remote. */
export interface RemoteSettings {
  readonly backend: Backend
  readonly remote: string
  /** Everything that is said of the remote, also what is no option of its backend. */
  readonly texts: OptionTexts
  readonly options: OptionsOf<OptionTable>
  readonly context: BackendContext
}

/** What the remote of a location is opened with. Nothing is opened. */
export async function settingsOf(location: Location, surroundings: Surroundings): Promise<RemoteSettings> {
  const target = resolve(location, surroundings)
  const { remote } = target
  const backend = await backendFor(target, surroundings)
  const texts = textsOf(target, backend, surroundings)
  const options = parseOptions(backend.options, texts, remote)
  return { backend, remote, texts, options, context: await surroundings.context(remote, backend, texts) }
}

/** Options by name, as texts. */
export type OptionTexts = Readonly<Record<string, string | undefined>>

/** The options that were said outside of locations and of the config file. Each comes before the config file's own. */
export interface OptionSources {
  /** Of one remote. With a type among them there is such a remote, though the config file may not have it. */
  ofRemote(name: string): OptionTexts
  /** Of every remote of a backend: `flags` come before those of the remote, `environment` behind them. */
  ofBackend(backend: Backend): { readonly flags: OptionTexts; readonly environment: OptionTexts }
}

/** What locations are looked up in. */
export interface Surroundings {
  readonly registry: Registry
  readonly config: ConfigText
  readonly options?: OptionSources
  /** Makes a path of this machine absolute. */
  absolutePath(path: string): string
  /** The context of one remote; `backend` and what is said of the remote may have it choose what it allows. */
  context(remote: string, backend: Backend, texts: OptionTexts): BackendContext | Promise<BackendContext>
}

/** Opens the directory that a location names, which need not exist. */
export async function openDirectory(location: Location, surroundings: Surroundings): Promise<Fs> {
  return (await reach(location, surroundings)).directory()
}

/** A location that may name a file: then `fs` is the file's directory. */
export interface Opened {
  readonly fs: Fs
  readonly file?: FsObject
}

/** Opens what a location names: a file when there is one, else a directory, which need not exist. */
export async function openLocation(location: Location, surroundings: Surroundings, signal?: AbortSignal): Promise<Opened> {
  const { directory, file } = await reach(location, surroundings)
  const candidate = await file()
  if (candidate !== undefined) {
    try {
      return { fs: candidate.fs, file: await candidate.fs.stat(candidate.name, signal === undefined ? {} : { signal }) }
    } catch (error) {
      if (!isFsError(error, 'not-found') && !isFsError(error, 'is-directory')) throw error
    }
  }
  return { fs: await directory() }
}

/** Where a file can lie, whether one does or not. */
export interface FilePlace {
  /** The directory, which need not exist. */
  readonly fs: Fs
  readonly name: FsPath
}

/** Opens the directory of the file that a location names. Undefined where only a directory can be: a root, a bucket. */
export async function openFilePlace(location: Location, surroundings: Surroundings): Promise<FilePlace | undefined> {
  return (await reach(location, surroundings)).file()
}

/** The two ways to understand a location. */
interface Reach {
  /** As a directory. */
  directory(): Promise<Fs>
  /** As a file, where it can be one. */
  file(): Promise<FilePlace | undefined>
}

async function reach(location: Location, surroundings: Surroundings): Promise<Reach> {
  const target = resolve(location, surroundings)
  const { remote, path, machinePath } = target
  const backend = await backendFor(target, surroundings)
  const texts = textsOf(target, backend, surroundings)
  const context = await surroundings.context(remote, backend, texts)
  const open = (more: Readonly<Record<string, string>> = {}) =>
    openFs<OptionTable>(backend, parseOptions(backend.options, { ...texts, ...more }, remote), context)

  const { rootOption } = backend
  if (rootOption !== undefined) {
    const full = surroundings.absolutePath(machinePath)
    const { parent, name } = splitMachinePath(full)
    return {
      directory: () => open({ [rootOption]: full }),
      file: async () => (name === undefined ? undefined : { fs: await open({ [rootOption]: parent }), name }),
    }
  }

  const root = await open()
  const isBucket = root.features.buckets && !path.includes('/')
  return {
    directory: async () => subdirectory(root, path),
    file: async () => (path === ROOT || isBucket ? undefined : { fs: subdirectory(root, parentOf(path)), name: nameOf(path) as FsPath }),
  }
}

interface Target {
  readonly type: string
  readonly remote: string
  /** The options of its section of the config file. */
  readonly section: OptionTexts
  /** Those that the location says itself. */
  readonly overrides: OptionTexts
  readonly path: FsPath
  /** The same path for a backend that opens directories of this machine. */
  readonly machinePath: string
}

function resolve(location: Location, { config, options }: Surroundings): Target {
  if (location.kind === 'local') {
    return { type: 'local', remote: 'local', section: {}, overrides: {}, path: ROOT, machinePath: location.path }
  }
  const { path } = location
  const machinePath = `${location.absolute ? '/' : ''}${path}`
  if (location.kind === 'backend') {
    return { type: location.type, remote: `:${location.type}`, section: {}, overrides: location.options, path, machinePath }
  }
  const { remote, overrides } = location
  const section = sectionOf(config, remote)
  const said = options?.ofRemote(remote).type
  if (section === undefined && said === undefined) throw new ConfigError(unknownRemote(remote, config))
  const type = overrides.type ?? said ?? section?.type
  if (type === undefined || type === '') throw new ConfigError(`remote "${remote}" has no type in the config file`)
  return { type, remote, section: section ?? {}, overrides, path, machinePath }
}

async function backendFor({ type, remote }: Target, { registry }: Surroundings): Promise<Backend> {
  try {
    return await registry.backend(type)
  } catch (error) {
    if (!isConfigError(error) || remote.startsWith(':')) throw error
    throw new ConfigError(`remote "${remote}": ${error.message}`, { cause: error })
  }
}

/** The options of a remote: of the sources that say one, the last of these counts. */
function textsOf({ remote, section, overrides }: Target, backend: Backend, { options }: Surroundings): OptionTexts {
  const { flags = {}, environment = {} } = options?.ofBackend(backend) ?? {}
  return { ...section, ...environment, ...options?.ofRemote(remote), ...flags, ...overrides }
}

function unknownRemote(name: string, config: ConfigText): string {
  const names = sectionNames(config)
  const known = names.length === 0 ? 'there are no remotes: make one with `tranship config`' : `there are: ${names.join(', ')}`
  return `no remote "${name}" in the config file; ${known}`
}

/** A backslash separates on Windows alone, where no absolute path begins with a slash. */
function splitMachinePath(full: string): { parent: string; name: FsPath | undefined } {
  const [atEnd, lastSegment] = full.startsWith('/') ? [/\/+$/, /[^/]*$/] : [/[/\\]+$/, /[^/\\]*$/]
  const trimmed = full.replace(atEnd, '')
  const cut = trimmed.search(lastSegment)
  const name = trimmed.slice(cut)
  return { parent: full.slice(0, cut) || '/', name: name === '' ? undefined : (name as FsPath) }
}
