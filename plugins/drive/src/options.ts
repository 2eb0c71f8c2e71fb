import type { OptionsOf, OptionTable } from '@tranship/core/backend'
import { CHANGING } from './options/changing.js'
import { CONNECTING } from './options/connecting.js'
import { SHOWING } from './options/showing.js'

/** The table of a remote's options: what everybody needs first, then the advanced ones. Names are those of rclone. */
export const OPTIONS = { ...CONNECTING, ...SHOWING, ...CHANGING } as const satisfies OptionTable

export type DriveOptions = OptionsOf<typeof OPTIONS>
