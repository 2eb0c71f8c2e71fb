import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { requiredOnUse } from './inline-requires.mjs'
import { bundling } from './options.mjs'
import { plainlyOrdered } from './plain-order.mjs'
import { slowBuiltins } from './slow-builtins.mjs'
import { replaceFile, writeChanged } from './write-changed.mjs'

const root = join(import.meta.dirname, '../../packages/cli')

/** What bundled CommonJS modules expect in their scope. */
const commonJsScope = `const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname`

/** What oclif asks of these packages at each start, files in `instead` answer in a line. */
const smallerPackages = Object.fromEntries(
  ['debug', 'minimatch', 'wsl-utils'].map((name) => [name, join(import.meta.dirname, `instead/${name}.mjs`)]),
)

/** esbuild plugin: oclif's modules load each other when they are first used, and sort without a locale. */
const quickerOclif = {
  name: 'quicker-oclif',
  setup({ onLoad }) {
    onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => ({
      contents: plainlyOrdered(requiredOnUse(readFileSync(path, 'utf8'))),
      loader: 'js',
    }))
  },
}

/** src/ of the command line tool → its dist/, and oclif's manifest of the commands. Plugins are found and loaded as packages. */
export async function bundleCli() {
  const { outputFiles } = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/help.ts', 'src/commands/**/*.ts', 'src/hooks/*.ts'],
    outbase: 'src',
    outdir: 'dist',
    external: ['@oclif/plugin-plugins', '@tranship/plugin-*'],
    alias: smallerPackages,
    plugins: [quickerOclif, slowBuiltins],
    banner: { js: commonJsScope },
  })
  const changed = writeChanged(join(root, 'dist'), outputFiles)
  const manifest = join(root, 'oclif.manifest.json')
  if (changed || !existsSync(manifest)) replaceFile(manifest, await manifestOfCommands())
}

/** Of a flag, what is asked of it while no command is loaded. */
const FLAG_KEYS = ['name', 'type', 'char', 'allowNo', 'multiple']

/**
 * What `oclif manifest` writes, without what is not so, of the arguments only the names, and of the flags that not every command
 * has only how they are typed: the whole is read at each start. With it a command is found without loading the others; its class
 * knows the rest.
 */
async function manifestOfCommands() {
  const { Plugin } = createRequire(join(root, 'package.json'))('@oclif/core')
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true })
  await plugin.load()
  const { commands } = plugin.manifest
  const common = new Set(Object.keys(commands.version.flags)) // it has none of its own
  for (const command of Object.values(commands)) {
    const own = Object.entries(command.flags).filter(([name]) => !common.has(name))
    // Whether a further word is an argument or the rest of the name is told by there being any.
    command.args = Object.fromEntries(Object.keys(command.args).map((name) => [name, { name }]))
    command.flags = Object.fromEntries(own.map(([name, flag]) => [name, Object.fromEntries(FLAG_KEYS.map((key) => [key, flag[key]]))]))
  }
  return `${JSON.stringify(plugin.manifest, (_key, value) => (value === false ? undefined : value))}\n`
}
