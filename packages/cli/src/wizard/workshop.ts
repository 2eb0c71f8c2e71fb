import type { ConfigText } from '@tranship/core'
import type { ChooserRow } from '../backends/known-backends.js'
import type { Prompter } from './prompter.js'

/** The config file, as far as the wizard needs it. */
interface WizardConfig {
  read(): Promise<ConfigText>
  update(change: (config: ConfigText) => ConfigText): Promise<ConfigText>
}

/** What the wizard works on. */
export interface Workshop {
  readonly prompter: Prompter
  readonly config: WizardConfig
  readonly backends: readonly ChooserRow[]
  /** As `process.platform`: it decides which names a remote may have. */
  readonly platform: string
}
