/** `npm start -- …`: builds what has changed and runs the command line tool from where the user stands, the workspace's plugins linked. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInPlace } from './run-in-place.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const build = spawnSync('pnpm', ['--silent', 'run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
if (build.status === 0) {
  // npm and pnpm run scripts in the root and leave in INIT_CWD the directory they were started in.
  const from = process.env.INIT_CWD ?? process.cwd()
  runInPlace(process.execPath, [join(root, 'packages/cli/bin/dev.js'), ...process.argv.slice(2)], process.env, from)
} else {
  process.exitCode = 1
}
