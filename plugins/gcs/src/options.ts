import type { OptionsOf, OptionTable } from '@tranship/core/backend'
import { CREDENTIALS } from './options/credentials.js'
import { STORING } from './options/storing.js'
import { TRANSFERRING } from './options/transferring.js'

/** The table of a remote's options; names are those of rclone, and so is their order in the wizard. */
export const OPTIONS = { ...CREDENTIALS, ...STORING, ...TRANSFERRING } as const satisfies OptionTable

export type GcsOptions = OptionsOf<typeof OPTIONS>
