import type { ConfigText } from '@tranship/core'
import type { LogInHere } from '../authorize/log-in.js'
import type { ChooserRow } from '../backends/known-backends.js'
import type { Prompter } from './prompter.js'

/** The config file, as far as the wizard needs it. */
export interface WizardConfig {
  read(): Promise<ConfigText>
  update(change: (config: ConfigText) => ConfigText): Promise<ConfigText>
  isEncrypted(): Promise<boolean>
  /** Undefined: the file is plain text from now on. */
  setPassword(password: string | undefined): Promise<void>
}

/** What the wizard works on. */
export interface Workshop {
  readonly prompter: Prompter
  readonly config: WizardConfig
  readonly backends: readonly ChooserRow[]
  /** Logs in at the provider of a backend, with the browser of this machine. */
  readonly logInHere: (remote: string) => LogInHere
  /** As `process.platform`: it decides which names a remote may have. */
  readonly platform: string
}
