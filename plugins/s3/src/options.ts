import type { OptionsOf, OptionTable } from '@tranship/core/backend'
import { BASIC, CREDENTIALS, SERVICE } from './options/connecting.js'
import { ENCRYPTION, LOCKING, STORING } from './options/storing.js'
import { LISTING, TRANSFERRING } from './options/transferring.js'

/** The table of a remote's options: the five that everybody needs first, then the advanced ones. */
export const OPTIONS = {
  ...BASIC,
  ...SERVICE,
  ...CREDENTIALS,
  ...STORING,
  ...ENCRYPTION,
  ...LOCKING,
  ...TRANSFERRING,
  ...LISTING,
} as const satisfies OptionTable

export type S3Options = OptionsOf<typeof OPTIONS>
