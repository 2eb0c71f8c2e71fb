#!/usr/bin/env node
/** The tool from the source tree: `plugins/*` are linked as a user's plugins would be, in a data directory of the repository. */
import { fileURLToPath } from 'node:url'
import { linkPlugins } from '../../../tools/link-plugins.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
process.env.TRANSHIP_DATA_DIR ??= linkPlugins(root)
await import('./run.js')
