import type { Fs } from '../fs/fs.js'
import type { LimiterRange } from '../http/adaptive/range.js'
import type { BackendContext } from './context.js'
import type { OptionsOf, OptionTable } from './options.js'

/** What `authorize` may ask of the person and the machine. */
export interface AuthorizeIO {
  ask(question: string): Promise<string>
  /** Where a provider is to send the person back to: a page of this machine. */
  readonly redirectUrl: string
  /**
   * Opens `url` in the person's browser, and waits until the browser comes to `redirectUrl` with this `state`: gives the query
   * with which it came. Once for each call; the page is not served before or after.
   */
  visit(url: string, state: string): Promise<URLSearchParams>
}

/** A command that only this backend has. */
export interface BackendCommand {
  readonly help: string
  /** `options` are those that a person gives by name. What it resolves to is printed: lines of text, or anything else as JSON. */
  run(fs: Fs, args: readonly string[], options: Readonly<Record<string, string>>): Promise<unknown>
}

/**
 * What a plugin exports as `default`. The module that holds it imports nothing heavy: an SDK is loaded within `open`,
 * or later, on its first use.
 */
export interface Backend<Table extends OptionTable = OptionTable> {
  readonly contract: 1
  /** The word in the config file: `type = s3`. */
  readonly type: string
  /** The word in package, flag and environment names. */
  readonly prefix: string
  readonly aliases?: readonly string[]
  readonly description: string
  readonly options: Table
  /**
   * Of a backend that opens directories of this machine: the option that takes the directory, as an absolute path. The
   * path of a location goes there, so that the backend knows which directory the person named.
   */
  readonly rootOption?: string
  /** Where the search for the number of requests in flight begins and ends. Absent: nothing is known of the service. */
  readonly limits?: LimiterRange
  /** Opens the root of a remote. Bad options reject with a ConfigError, anything else with an FsError. */
  open(options: OptionsOf<Table>, context: BackendContext): Promise<Fs>
  /** Gets credentials with the person's help; gives the options to save. */
  authorize?(options: OptionsOf<Table>, io: AuthorizeIO, context: BackendContext): Promise<Readonly<Record<string, string>>>
  /** Whether a remote with these options is used by what `authorize` gives; absent: always. One with other credentials is not asked to log in. */
  needsLogIn?(options: OptionsOf<Table>): boolean
  readonly commands?: Readonly<Record<string, BackendCommand>>
  userInfo?(options: OptionsOf<Table>, context: BackendContext): Promise<Readonly<Record<string, string>>>
  disconnect?(options: OptionsOf<Table>, context: BackendContext): Promise<void>
}

/** Infers the type of the options from their table. */
export function defineBackend<const Table extends OptionTable>(backend: Backend<Table>): Backend<Table> {
  return backend
}
