import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createFilter, type Filter, type Fs, isConfigError, level, listing, openFs, type Page } from '@tranship/core'
import local from '@tranship/plugin-local'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FilterFlags } from '../../packages/cli/src/filter/filter-flags.js'
import { filterChoicesFrom } from '../../packages/cli/src/filter/filter-from.js'
import { hasRclone, rclone } from '../harness/rclone.js'
import { newUser, type User } from '../harness/user.js'
import { type Asked, asked, type File, isDifferent, listed, trees } from './filter-cases.js'

const SEED = Number(process.env.TRANSHIP_SEED ?? Math.floor(Math.random() * 2 ** 31))
const CASES = Number(process.env.TRANSHIP_CASES ?? 60)
const settings = { seed: SEED, numRuns: CASES }
/** A failing case is shrunk, which runs many more. */
const limit = { timeout: 120_000 + CASES * 2000 }

const HOUR = 3_600_000
const isFile = (name: string) => name.includes('-from')

/** The flags with the lines of files written to files. */
function writtenOut(folder: string, asks: Asked): FilterFlags {
  return Object.fromEntries(
    Object.entries(asks).map(([name, value]) => {
      if (!isFile(name)) return [name, value]
      const file = join(folder, `${name}.txt`)
      writeFileSync(file, (value as readonly string[]).join(name.endsWith('0') ? '\0' : '\n'))
      return [name, [file]]
    }),
  )
}

function asArguments(flags: FilterFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [value].flat().map((each) => `--${name}=${each}`),
  )
}

/** What is asked of a tree: rclone's flags for it, and how we tell it. */
interface View {
  readonly flags: readonly string[]
  tell(fs: Fs, filter: Filter): AsyncIterable<Page>
  readonly isFilesOnly?: boolean
}

const TREE: View = { flags: ['-R'], tell: (fs, filter) => listing(fs, undefined, { filter }) }
const FILES: View = { flags: ['-R', '--files-only'], tell: TREE.tell, isFilesOnly: true }
const LEVEL: View = { flags: [], tell: (fs, filter) => level(fs, undefined, { filter }) }

async function rcloneTells(user: User, root: string, flags: FilterFlags, view: View): Promise<readonly string[] | 'refused'> {
  const { code, stdout } = await rclone(user, 'lsf', ...view.flags, root, ...asArguments(flags))
  return code === 0
    ? stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort()
    : 'refused'
}

async function weTell(root: string, flags: FilterFlags, view: View): Promise<readonly string[] | 'refused'> {
  const fs = await openFs(local, { root })
  try {
    const filter = await createFilter(await filterChoicesFrom(flags, () => {}))
    const told: string[] = []
    for await (const page of view.tell(fs, filter)) {
      for (const { kind, path } of page) if (kind === 'object' || !view.isFilesOnly) told.push(kind === 'directory' ? `${path}/` : path)
    }
    return told.sort()
  } catch (error) {
    if (isConfigError(error)) return 'refused'
    throw error
  }
}

function write(root: string, tree: readonly File[]): void {
  mkdirSync(root, { recursive: true })
  for (const { path, size, age } of tree) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'x'.repeat(size))
    const time = new Date(Date.now() - age * HOUR)
    utimesSync(file, time, time)
  }
}

/** Compares what both tell; says whether the filter took out a part, but not all. */
async function compare(user: User, tree: readonly File[], asks: Asked, view = TREE): Promise<boolean> {
  const folder = mkdtempSync(join(user.folder, 'case-'))
  try {
    const root = join(folder, 'root')
    write(root, tree)
    const flags = writtenOut(folder, asks)
    const told = await rcloneTells(user, root, flags, view)
    expect(await weTell(root, flags, view)).toEqual(told)
    const kept = tree.filter(({ path }) => told.includes(path)).length
    return kept > 0 && kept < tree.length
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.runIf(hasRclone)(`filters as rclone has them (TRANSHIP_SEED=${SEED})`, () => {
  test('random rules, sizes and ages on random trees want the same', limit, async () => {
    const user = newUser()
    let telling = 0
    await fc.assert(
      fc.asyncProperty(trees, asked, async (tree, asks) => {
        fc.pre(!isDifferent(tree, asks))
        if (await compare(user, tree, asks)) telling++
      }),
      settings,
    )
    expect(telling).toBeGreaterThan(CASES / 5)
  })

  test('of one level they want the same', limit, async () => {
    const user = newUser()
    await fc.assert(
      fc.asyncProperty(trees, asked, async (tree, asks) => {
        fc.pre(!isDifferent(tree, asks))
        await compare(user, tree, asks, LEVEL)
      }),
      { ...settings, numRuns: Math.ceil(CASES / 3) },
    )
  })

  test('lists of files name the same files', limit, async () => {
    const user = newUser()
    await fc.assert(
      fc.asyncProperty(listed, async ([tree, asks]) => void (await compare(user, tree, asks, FILES))),
      { ...settings, numRuns: Math.ceil(CASES / 3) },
    )
  })

  test('the tool prints what rclone prints', async () => {
    const user = newUser()
    const paths = ['a.jpg', 'B.JPG', 'dir/a.jpg', 'dir/sub/b.png', 'dir/sub/c', 'x/.nosync', 'x/y', 'z']
    write(
      join(user.folder, 'root'),
      paths.map((path, at) => ({ path, size: at * 700, age: 1 + at * at * 20 })),
    )
    writeFileSync(join(user.folder, 'rules'), '# rules\n\n- sub/\n  + *.jpg  \n')
    writeFileSync(join(user.folder, 'list'), 'z\n/dir/sub/c\nmissing\n')
    for (const flags of [
      ['--include', '*.jpg', '--ignore-case'],
      ['--include', 'dir/**', '--include', 'z'],
      ['-f', '- /dir/', '-f', '+ **'],
      ['--filter', '- /dir/sub/**', '--exclude-if-present', '.nosync'],
      ['--filter-from', 'rules', '--filter', '- *'],
      ['--include', 'x/', '--max-age', '3d'],
      ['--min-size', '1', '--max-size', '2k', '--min-age', '1d'],
      ['--exclude', '{{(a|b)\\..*}}'],
      ['--files-from', 'list'],
      ['--files-from', 'list', '--include', 'z'],
      ['--filter', 'nonsense'],
      ['--include-from', 'missing'],
    ]) {
      for (const command of ['ls', 'lsd']) {
        const [ours, theirs] = await Promise.all([user.tranship(command, 'root', ...flags), rclone(user, command, 'root', ...flags)])
        expect([ours.code, ours.stdout.split('\n').sort()], `${command} ${flags.join(' ')}\n${ours.stderr}`).toEqual([
          theirs.code,
          theirs.stdout.split('\n').sort(),
        ])
      }
    }
  })
})
