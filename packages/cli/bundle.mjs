/**
 * Bundles src/ with core and oclif into dist/, for start-up time, and writes oclif's manifest of the commands.
 * Plugins stay outside: they are found and loaded as packages. Files that have not changed are not touched.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const dist = join(root, 'dist')

/** What bundled CommonJS modules expect to find in their scope. */
const banner = `import { createRequire as createRequire_ } from 'node:module'
import { dirname as dirname_ } from 'node:path'
import { fileURLToPath as fileURLToPath_ } from 'node:url'
const require = createRequire_(import.meta.url)
const __filename = fileURLToPath_(import.meta.url)
const __dirname = dirname_(__filename)`

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts', 'src/commands.ts', 'src/hooks/*.ts'],
  outdir: dist,
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // Names stay whole: stack traces are read, and oclif prints the names of error classes.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  external: ['@oclif/plugin-plugins', '@tranship/plugin-*'],
  banner: { js: banner },
  write: false,
})

const changed = outputFiles.filter(({ path, text }) => text !== readText(path))
for (const { path, text } of changed) replaceFile(path, text)
for (const stale of filesIn(dist).filter((path) => outputFiles.every((output) => output.path !== path))) rmSync(stale)

const manifestFile = join(root, 'oclif.manifest.json')
if (changed.length > 0 || readText(manifestFile) === undefined) {
  const { Plugin } = await import('@oclif/core')
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true })
  await plugin.load()
  replaceFile(manifestFile, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}

/** In one step, so that a tool that is starting meanwhile sees the old file or the new one. */
function replaceFile(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, path)
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
