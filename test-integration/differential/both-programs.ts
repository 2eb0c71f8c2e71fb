import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { run } from '../harness/program.js'
import { readTreeToMicroseconds } from '../harness/tree.js'
import type { User } from '../harness/user.js'
import { type Case, CHANGING, type Tree } from './case.js'
import { failsByDesign } from './kept-out.js'
import { characters, entries, lines, type Reading, timeless, total, unnumbered, withRules } from './readings.js'
import { shellScript } from './shell-script.js'
import { smallest } from './smaller.js'

/** TRANSHIP_SEED=… runs the same cases again, TRANSHIP_CASE=… one of them alone. */
export const SEED = Number(process.env.TRANSHIP_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** Where an older rclone is found: what it does as we do is no difference, whatever the newer one does. Absent: there is but one. */
const OLDER_PATH = process.env.TRANSHIP_TEST_OLDER_PATH
const ONLY = process.env.TRANSHIP_CASE === undefined ? undefined : Number(process.env.TRANSHIP_CASE)

/** Cases at a time: each is two programs. */
const LANES = 3
/** With more than these it makes no sense to go on. */
const MOST_FAILURES = 8

/** Where the places of a case are, if not in the folder that the programs run in. */
export interface Stage {
  /** The case with the names of its places as both programs are to say them, for one of the two. */
  said(one: Case, folder: string): Case
  /** Brings what `folder` holds, for both programs, to where the cases say. */
  fill(folder: string): Promise<void>
  /** What stands there then. */
  state(folder: string, isTimeless: boolean): Promise<unknown>
}

/** What of a run both programs are to agree on. */
interface Seen {
  readonly code: number | string
  readonly printed: unknown
  readonly places: unknown
}

interface Run extends Seen {
  readonly stderr: string
}

const PLACES = ['src', 'dst', 'aside']
const PROGRAMS = ['ours', 'theirs'] as const

/** Runs the cases by both programs; gives those of which they differ, as small as may be, ready to be repeated. */
export async function differingCases(
  user: User,
  count: number,
  caseOf: (number: number) => Case,
  stage?: Stage,
): Promise<readonly string[]> {
  const numbers = (ONLY === undefined ? Array.from({ length: count }, (_, number) => number) : [ONLY]).values()
  const failures: string[] = []
  const differ = async (one: Case) => {
    try {
      const runs = await bothRun(user, one, stage)
      if (agree(runs) || failsByDesign(one, runs.theirs.stderr)) return false
      if (OLDER_PATH === undefined || !agree(await bothRun({ ...user, env: { ...user.env, PATH: OLDER_PATH } }, one, stage))) return true
      console.warn(`as the older rclone, not as the newest: ${[one.command, ...one.words, ...one.flags].join(' ')}`)
      return false
    } catch (error) {
      if (!isHanging(error)) throw error
      console.warn(`not compared, as rclone hangs: ${error.message}`)
      return false
    }
  }
  const lane = async () => {
    for (const number of numbers) {
      const one = caseOf(number)
      if (!(await differ(one))) continue
      const small = await smallest(one, differ)
      const runs = await bothRun(user, small, stage)
      const isSteady = agree(runs) ? 'they agree when it is repeated\n' : ''
      failures.push(`TRANSHIP_SEED=${SEED} TRANSHIP_CASE=${number}\n${isSteady}${shellScript(small)}\n${told(runs)}`)
      if (failures.length >= MOST_FAILURES) return
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return failures
}

/** Milliseconds. rclone 1.60 now and then never ends. */
const RCLONE_LIMIT = 30_000
const OUR_LIMIT = 120_000

function isHanging(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('rclone ') && error.message.includes('did not end')
}

type Runs = Readonly<Record<(typeof PROGRAMS)[number], Run>>

function agree({ ours, theirs }: Runs): boolean {
  const seen = ({ stderr: _, ...rest }: Run): Seen => rest
  try {
    expect(seen(ours)).toEqual(seen(theirs))
    return true
  } catch {
    return false
  }
}

function told({ ours, theirs }: Runs): string {
  const says = (one: Run) => JSON.stringify(one, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return `rclone:   ${says(theirs)}\ntranship: ${says(ours)}`
}

let folders = 0

async function bothRun(user: User, one: Case, stage: Stage | undefined): Promise<Runs> {
  const folder = join(user.folder, `case-${++folders}`)
  try {
    for (const program of PROGRAMS) write(join(folder, program), one)
    await stage?.fill(folder)
    const [ours, theirs] = await Promise.all([
      runIn(join(folder, 'ours'), { ...one, flags: [...one.flags, ...ownFlags(one.command)] }, user.program, user, stage),
      runIn(join(folder, 'theirs'), { ...one, flags: [...one.flags, '--retries=1'] }, ['rclone'], user, stage),
    ])
    return { ours, theirs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What lets our guard rails pass, as rclone has none; and each file is tried once. */
function ownFlags(command: string): readonly string[] {
  return { sync: ['--force-delete', '--retries=1'], copy: ['--retries=1'], move: ['--retries=1'] }[command] ?? []
}

function write(folder: string, { src, dst, flags, lists }: Case): void {
  writeTree(join(folder, 'src'), src)
  writeTree(join(folder, 'dst'), dst)
  if (flags.some((flag) => flag.endsWith('-dest=other'))) writeTree(join(folder, 'other'), src)
  mkdirSync(join(folder, 'aside'))
  for (const [name, text] of Object.entries(lists)) writeFileSync(join(folder, name), text)
}

/** One moment for all cases: whole seconds, that a service keeps whatever its precision. */
const NOW = Math.floor(Date.now() / 1000) * 1000

function writeTree(root: string, { files, directories }: Tree): void {
  mkdirSync(root, { recursive: true })
  for (const path of directories) mkdirSync(join(root, path), { recursive: true })
  for (const [path, { content, age }] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    const seconds = (NOW - age) / 1000
    utimesSync(file, seconds, seconds)
  }
}

/** rclone's exit code for errors that are not worth another try; ours is that of all errors. */
const WORTH_NO_RETRY = 6

/** Where files get each program's own time: rclone does not set that of a file it renames. */
const OF_ITS_OWN_TIME = ['rcat', '--track-renames']

async function runIn(folder: string, one: Case, program: readonly string[], { env }: User, stage: Stage | undefined): Promise<Run> {
  const { command, words, flags, input } = stage?.said(one, folder) ?? one
  const [first = '', ...rest] = [...program, command, ...flags, '--', ...words]
  const limit = first === 'rclone' ? RCLONE_LIMIT : OUR_LIMIT
  const outcome = await run(first, rest, { env, cwd: folder, limit, ...(input !== undefined && { input }) })
  const isTimeless = OF_ITS_OWN_TIME.some((word) => [command, ...flags].includes(word))
  const states = async () => [...PLACES.map((place) => stateOf(join(folder, place), isTimeless)), await stage?.state(folder, isTimeless)]
  return {
    code: outcome.code === WORTH_NO_RETRY ? 1 : outcome.code,
    printed: withRules(READINGS[command] ?? lines)(outcome.stdout, first !== 'rclone'),
    places: CHANGING.has(command) ? await states() : [],
    stderr: outcome.stderr,
  }
}

function stateOf(root: string, isTimeless: boolean) {
  if (!existsSync(root)) return 'gone'
  const files = readTreeToMicroseconds(root)
  const directories = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory())
  return {
    files: isTimeless ? Object.entries(files).map(([path, { size, md5 }]) => [path, size, md5]) : files,
    directories: directories.map((entry) => join(entry.parentPath, entry.name).slice(root.length)).sort(),
  }
}

const READINGS: Readonly<Record<string, Reading>> = { cat: characters, dedupe: unnumbered, lsd: timeless, lsjson: entries, size: total }
