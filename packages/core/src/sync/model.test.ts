import { type Quirks, quirky } from '@tranship/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audited } from '../../test/faults.js'
import { fill, memoryOf, type Tree, treeOf, treePairs } from '../../test/memory.js'
import { quirkSets } from '../../test/quirks.js'
import { type Expected, type Outcome, predict, type Situation, type Telling, type Wanted } from '../../test/sync-model.js'
import type { FilterChoices } from '../filter/choices.js'
import { createFilter } from '../filter/filter.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { apply } from './apply.js'
import type { Change } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import type { SyncEvent } from './event.js'
import { parsePlanLine, planLine } from './plan-line.js'
import type { SyncSummary } from './summary.js'
import { type SyncOptions, sync } from './sync.js'

/** How many random cases; the soak asks for more. */
const RUNS = Number(process.env.TRANSHIP_MODEL_RUNS ?? 250)

const EVERYTHING: Wanted = { file: () => true, directory: () => true }

/** Filters, and what is known of them without the code that reads them. */
const FILTERS: readonly (readonly [FilterChoices, Wanted])[] = [
  [{}, EVERYTHING],
  [{ rules: [{ include: false, glob: 'b' }] }, { ...EVERYTHING, file: (path) => !/(^|\/)b$/.test(path) }],
  [{ rules: [{ include: false, glob: '/a/**' }] }, { file: (path) => !path.startsWith('a/'), directory: (path) => !/^a(\/|$)/.test(path) }],
  [{ minSize: 2 }, { ...EVERYTHING, file: (_path, size) => size >= 2 }],
]

const optional = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) => fc.record(fields, { requiredKeys: [] })
const mostly = <Value>(usual: Value, ...others: Value[]): fc.Arbitrary<Value> => fc.constantFrom(...Array(4).fill(usual), ...others)

const modes = fc.constantFrom<Pick<SyncChoices, 'deletes' | 'moves'>>(
  { deletes: true },
  { deletes: true },
  { deletes: false },
  { deletes: false, moves: true },
)
const comparing = optional<Partial<SyncChoices>>({
  compare: fc.constantFrom('modTime', 'size', 'checksum'),
  modifyWindow: fc.constantFrom(1n, 1_000n, 2_000_000_000n),
  ignoreSize: fc.boolean(),
  existing: mostly('compare', 'replace', 'skip'),
  update: fc.boolean(),
  updateModTime: fc.boolean(),
  immutable: mostly(false, true),
  ignoreChecksum: fc.boolean(),
  emptyDirectories: fc.boolean(),
  updateDirectoryModTime: fc.boolean(),
})
const deleting = optional<Partial<SyncChoices>>({
  deleteMoment: fc.constantFrom('before', 'during', 'after'),
  ignoreErrors: fc.boolean(),
  forceDelete: fc.boolean(),
  maxDelete: mostly(100, 0, 1, 3),
  maxDeleteSize: mostly(1000, 0, 6),
  deleteEmptySourceDirectories: fc.boolean(),
})
const keeping = fc.oneof(
  fc.constant<Partial<SyncChoices>>({}),
  fc.constant<Partial<SyncChoices>>({ trackRenames: ['hash'], maxDelete: 1000, maxDeleteSize: 1000, immutable: false }),
  fc.constant<Partial<SyncChoices>>({ trackRenames: ['hash', 'leaf'], maxDelete: 1000, maxDeleteSize: 1000, immutable: false }),
  optional<Partial<SyncChoices>>({ suffix: fc.constantFrom('.old', '~~'), suffixKeepExtension: fc.boolean() }),
)
const ordering = optional<Partial<SyncChoices>>({
  checkFirst: fc.boolean(),
  order: fc.record({
    by: fc.constantFrom('name', 'size', 'modTime'),
    direction: fc.constantFrom('ascending', 'descending', 'mixed'),
  }),
})
const choices: fc.Arbitrary<SyncChoices> = fc
  .tuple(comparing, deleting, keeping, ordering, modes)
  .map((parts): SyncChoices => Object.assign({ compare: 'modTime' as const, deletes: false }, ...parts))

/** Each name in one form: how spellings are joined is shown elsewhere. */
const pairs = treePairs.filter(({ src, dst }) =>
  [src, dst].every(({ files, directories }) => [...Object.keys(files), ...directories].every((path) => path === path.normalize('NFC'))),
)

interface Setting {
  readonly trees: { readonly src: Tree; readonly dst: Tree }
  readonly quirks: readonly [src: Quirks, dst: Quirks]
  /** Both sides are of one service, which copies and moves by itself. */
  readonly together: boolean
  readonly hashes: boolean
  readonly choices: SyncChoices
  readonly filter: readonly [FilterChoices, Wanted]
  readonly deleteExcluded: boolean
  readonly maxDepth: number | undefined
  readonly destination: 'listed' | 'asked' | 'unseen'
  readonly backup: boolean
  readonly reference: 'none' | 'compared with' | 'copied from'
  readonly tasks: number
}

/** Which of several like files is renamed, and which is left to be moved aside or is found elsewhere, is not foretold. */
function foreseeable(setting: Setting): Setting {
  return setting.choices.trackRenames === undefined ? setting : { ...setting, backup: false, reference: 'none' }
}

/** The clock of a service, which takes the place of times that it does not keep, cannot be foretold. */
function hasNoClock({ quirks, choices }: Setting): boolean {
  return choices.update !== true || quirks.every(({ noTimes }) => noTimes !== true)
}

const settings: fc.Arbitrary<Setting> = fc.record({
  trees: pairs,
  quirks: fc.tuple(quirkSets, quirkSets),
  together: fc.boolean(),
  hashes: mostly(true, false),
  choices,
  filter: fc.constantFrom(...FILTERS),
  deleteExcluded: fc.boolean(),
  maxDepth: fc.constantFrom(undefined, undefined, 1, 2),
  destination: mostly<Setting['destination']>('listed', 'asked', 'unseen'),
  backup: fc.boolean(),
  reference: mostly<Setting['reference']>('none', 'compared with', 'copied from'),
  tasks: fc.constantFrom(1, 4),
})

interface World {
  readonly src: Fs
  readonly dst: Fs
  readonly aside: Fs
  readonly reference: Fs
  /** All that is on the service of the destination. */
  readonly service: Fs
  readonly changes: string[]
}

const OTHERS: Tree = { files: { a: { text: 'nobody’s business', modTime: 7n } }, directories: [] }

async function worldOf({ trees, quirks: [srcQuirks, dstQuirks], together, hashes }: Setting): Promise<World> {
  const service = quirky(await memoryOf(), dstQuirks)
  const watched = audited(hashes ? service : { ...service, features: { ...service.features, hashes: [] } })
  const at = (name: string) => subdirectory(watched.fs, name as FsPath)
  const source = together ? at('src') : quirky(await memoryOf(), srcQuirks)
  const [dst, reference] = [at('dst'), at('reference')]
  for (const name of ['src', 'dst', 'aside', 'reference']) await watched.fs.mkdir(name as FsPath)
  await fill(source, trees.src.files, trees.src.directories)
  await fill(dst, trees.dst.files, trees.dst.directories)
  await fill(reference, halfOf(trees.src).files)
  await fill(at('others'), OTHERS.files)
  watched.changes.length = 0
  return { src: source, dst, aside: at('aside'), reference, service, changes: watched.changes }
}

/** Some of the files, as they are or with another text. */
function halfOf({ files }: Tree): Tree {
  const some = Object.entries(files).filter((_, at) => at % 3 > 0)
  return {
    files: Object.fromEntries(some.map(([path, file], at) => [path, at % 2 === 0 ? file : { ...file, text: `${file.text}?` }])),
    directories: [],
  }
}

function tellingOf({ precision = 1n, noTimes, unknownSizes, noDirectories }: Quirks): Telling {
  return { step: noTimes ? undefined : precision, sizes: unknownSizes !== true, directories: noDirectories !== true }
}

function situationOf(setting: Setting): Situation {
  const { trees, quirks, together, choices, maxDepth, destination, reference } = setting
  const tells = { src: tellingOf(together ? quirks[1] : quirks[0]), dst: tellingOf(quirks[1]) }
  return {
    ...{ ...trees, choices, tells, hashes: setting.hashes, wanted: setting.filter[1], deleteExcluded: setting.deleteExcluded },
    maxDepth: maxDepth ?? Number.POSITIVE_INFINITY,
    destination: choices.deletes ? 'listed' : destination,
    keepsAside: setting.backup,
    ...(reference !== 'none' && { reference: { tree: halfOf(trees.src), is: reference } }),
  }
}

async function optionsOf(setting: Setting, world: World, report: SyncEvent[]): Promise<SyncOptions> {
  const { choices, maxDepth, deleteExcluded, destination, backup, reference, tasks } = setting
  return {
    filter: await createFilter(setting.filter[0]),
    ...{ deleteExcluded, destination: choices.deletes ? 'listed' : destination, transfers: tasks, checkers: tasks },
    ...(maxDepth !== undefined && { maxDepth }),
    ...(backup && { backupInto: world.aside }),
    ...(reference === 'compared with' && { compareWith: [world.reference] }),
    ...(reference === 'copied from' && { copyFrom: [world.reference] }),
    report: (event) => report.push(event),
  }
}

const changesOf = (events: readonly SyncEvent[]): Change[] => events.flatMap((event) => ('change' in event ? [event.change] : []))
const isRemovedDirectory = (change: Change): boolean =>
  (change.do === 'delete' && change.dst.kind === 'directory') || (change.do === 'drop' && change.src.kind === 'directory')

/** What is done to files, in no order, with all that is known of them. */
function listOf(changes: readonly Change[]): string[] {
  const identified = changes.filter((change) => !isRemovedDirectory(change)).map(planLine)
  return identified.map((line) => line.replaceAll(/,?"(id|lastModified)":"[^"]*"/g, '')).sort()
}

/** Nothing is removed that was not announced: one that is not empty, or has gone with its last file, is let be. */
function expectDirectoriesAmong(done: readonly Change[], planned: readonly Change[]): void {
  const removed = (changes: readonly Change[]) => changes.filter(isRemovedDirectory).map((change) => `${change.do} ${change.path}`)
  expect(removed(planned)).toEqual(expect.arrayContaining(removed(done)))
}

async function* onePage(changes: readonly Change[]): AsyncIterable<readonly Change[]> {
  yield changes
}

function expectTree(actual: Tree, { files, directories }: Outcome['dst'], directoriesCount: boolean): void {
  const expected = [...files].map(([path, file]) => [path, { ...file, modTime: file.modTime ?? actual.files[path]?.modTime }])
  expect(actual.files).toEqual(Object.fromEntries(expected))
  if (directoriesCount) expect(actual.directories.toSorted()).toEqual([...directories].sort())
}

async function expectOutcome(world: World, outcome: Outcome, { tells }: Situation, { trees }: Setting): Promise<void> {
  expectTree(await treeOf(world.dst), outcome.dst, tells.dst.directories)
  expectTree(await treeOf(world.src), outcome.src, tells.src.directories)
  await expectFiles(world.aside, Object.fromEntries(outcome.aside))
  await expectFiles(world.reference, withoutTimes(halfOf(trees.src)))
  await expectFiles(subdirectory(world.service, 'others' as FsPath), withoutTimes(OTHERS))
}

async function expectFiles(fs: Fs, files: Readonly<Record<string, Expected>>): Promise<void> {
  expectTree(await treeOf(fs), { files: new Map(Object.entries(files)), directories: new Set() }, false)
}

function withoutTimes({ files }: Tree): Record<string, Expected> {
  return Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, { text }]))
}

/** What a run that has nothing to do comes to. */
const NOTHING: Partial<SyncSummary> = { copied: 0, touched: 0, renamed: 0, made: 0, dropped: 0, deleted: 0 }

test('a run does what the model foretells and nothing else; dry run, plan and events are one list; a second run does nothing', async () => {
  await fc.assert(
    fc.asyncProperty(settings, async (drawn) => {
      fc.pre(hasNoClock(drawn))
      const setting = foreseeable(drawn)
      const { choices } = setting
      const situation = situationOf(setting)
      const outcome = predict(situation)
      const [world, twin] = [await worldOf(setting), await worldOf(setting)]

      const foretold: SyncEvent[] = []
      await sync(world.src, world.dst, choices, { ...(await optionsOf(setting, world, foretold)), dryRun: true })
      expect(world.changes, 'a dry run changes nothing').toEqual([])
      const planned = changesOf(foretold)

      const events: SyncEvent[] = []
      const summary = await sync(world.src, world.dst, choices, await optionsOf(setting, world, events))
      expect(summary.failed, `${summary.firstError?.message} ${summary.firstError?.path}`).toBe(outcome.failed)
      expect(listOf(changesOf(events)), 'events are what the dry run told').toEqual(listOf(planned))
      expectDirectoriesAmong(changesOf(events), planned)
      await expectOutcome(world, outcome, situation, setting)
      if (choices.trackRenames === undefined) {
        const deeds = changesOf(events).filter((change) => !isRemovedDirectory(change))
        expect(deeds.map((change) => `${change.do} ${change.path}`).sort(), 'the deeds foretold').toEqual(outcome.deeds)
      }

      // What was planned without a look at the destination is refused where it has something.
      if (situation.destination === 'unseen') return
      const applied: SyncEvent[] = []
      const changes = planned.map((change) => parsePlanLine(planLine(change)))
      const { filter: _, ...options } = await optionsOf(setting, twin, applied)
      expect((await apply(onePage(changes), twin.src, twin.dst, choices, options)).firstError).toBeUndefined()
      expect(listOf(changesOf(applied)), 'a plan does what the dry run told').toEqual(listOf(planned))
      expectDirectoriesAmong(changesOf(applied), planned)
      await expectOutcome(twin, outcome, situation, setting)

      if (choices.existing === 'replace') return
      world.changes.length = 0
      const again = await sync(world.src, world.dst, choices, await optionsOf(setting, world, []))
      expect(again, 'a second run does nothing').toMatchObject({ ...NOTHING, failed: outcome.failed })
      expect(world.changes.filter((change) => !/^(rmdir|setModTime) /.test(change))).toEqual([])
    }),
    { numRuns: RUNS },
  )
})
