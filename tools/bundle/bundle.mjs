/**
 * Bundles, for the time it takes to start: the command line tool with core and oclif in it, and each plugin with what it uses of core.
 * `tsc -b` comes first.
 */
import { bundleCli } from './cli.mjs'
import { bundlePlugins } from './plugins.mjs'

await Promise.all([bundleCli(), bundlePlugins()])
