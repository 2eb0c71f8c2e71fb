import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { bundling } from './options.mjs'
import { slowBuiltins } from './slow-builtins.mjs'
import { writeChanged } from './write-changed.mjs'

const plugins = join(import.meta.dirname, '../../plugins')

/**
 * dist/index.js of each plugin → dist/bundle/index.js, which the command line tool loads, and each worker of dist/ (`*-worker.js`) beside it, which
 * a thread runs. The vendor's SDK stays a package.
 */
export async function bundlePlugins() {
  const roots = readdirSync(plugins).map((name) => join(plugins, name))
  await Promise.all(roots.filter((root) => existsSync(join(root, 'dist/index.js'))).map(bundlePlugin))
}

async function bundlePlugin(root) {
  const { outputFiles } = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [{ in: 'dist/index.js', out: 'index' }, ...workersOf(root)],
    outdir: 'dist/bundle',
    plugins: [sdkOutside, slowBuiltins],
  })
  writeChanged(join(root, 'dist/bundle'), outputFiles)
}

/** Threads are started from a file that lies beside the bundle, wherever in src/ their source does. */
const workersOf = (root) =>
  readdirSync(join(root, 'dist'), { recursive: true })
    .filter((path) => path.endsWith('-worker.js') && !path.startsWith('bundle'))
    .map((path) => ({ in: join('dist', path), out: basename(path, '.js') }))

/** esbuild plugin: packages that are not ours stay imports. */
const sdkOutside = {
  name: 'sdk-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('@tranship/') || path.startsWith('node:') ? undefined : { path, external: true },
    )
  },
}
