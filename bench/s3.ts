/**
 * Prints what S3 costs beside rclone: `node bench/s3.ts [--files 10000] [--keys 300000] [--size 2147483648] [--rounds 3]`.
 * 0 leaves a comparison out. The server is the one that TRANSHIP_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY name (its bucket of keys
 * stays for the next time), or else a sink that keeps nothing, so that storage is not the slowest part.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Comparison, compare, comparisonHead, comparisonRow } from './s3-compare.ts'
import { openServer, writeConfig } from './s3-server.ts'
import { makeLargeFile, makeSmallFiles } from './s3-trees.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    keys: { type: 'string', default: '300000' },
    size: { type: 'string', default: String(2 * 1024 ** 3) },
    rounds: { type: 'string', default: '3' },
  },
})
const [files, keys, size, rounds] = [values.files, values.keys, values.size, values.rounds].map(Number) as [number, number, number, number]

const MEMORY = '/dev/shm'

const root = join(import.meta.dirname, '..')
// Not on a disk: rclone has the system forget what it has read, which the other program would have to read again.
const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'tranship-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const server = await openServer(process.env, keys)
const config = writeConfig(folder, server)
const { AWS_CA_BUNDLE: _, ...env } = process.env // rclone does not start with it
const tranship = [process.execPath, join(root, 'packages/cli/bin/run.js'), '--config', config]
const programs = {
  tranship: (...args: string[]) => [...tranship.slice(0, 2), ...args, ...tranship.slice(2)],
  rclone: (...args: string[]) => ['rclone', ...args, '--config', config],
}
execFileSync(process.execPath, [join(root, 'packages/cli/bin/dev.js'), 'version'], { stdio: 'ignore' }) // which links the plugins in place
const tools = { programs, rounds, env: { ...env, TRANSHIP_DATA_DIR: join(root, '.tranship/data') } }
const target = (round: string) => `bench:tranship-bench-${process.pid}-${round}`

console.log(comparisonHead())
if (files > 0) {
  const source = makeSmallFiles(join(folder, 'small'), files)
  report(await compare(`upload of ${files} x 4 KiB`, 0.5, tools, (round) => ['copy', source, target(round)], purge))
}
if (keys > 0) {
  const bucket = await server.keys(server)
  report(
    await compare(`listing of ${keys} keys`, 0.4, tools, (_round, program) =>
      program === 'rclone' ? ['ls', '--fast-list', `bench:${bucket}`] : ['ls', `bench:${bucket}`],
    ),
  )
}
if (size > 0) {
  const source = makeLargeFile(join(folder, 'large'), size)
  report(await compare(`upload of one file of ${size / 1024 ** 2} MiB`, 0.6, tools, (round) => ['copy', source, target(round)], purge))
}

function report(comparison: Comparison): void {
  console.log(comparisonRow(comparison))
}

function purge(round: string): readonly string[] {
  return ['purge', target(round)]
}
