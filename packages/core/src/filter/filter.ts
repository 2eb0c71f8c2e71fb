import { ConfigError } from '../backend/config-error.js'
import type { FsObject } from '../fs/entry.js'
import { type FsPath, parentOf, ROOT } from '../fs/path.js'
import type { FilterChoices } from './choices.js'
import { type ListedPaths, listedPaths } from './listed-paths.js'
import { isInPart } from './partition.js'
import { type CompiledRule, compileRules, compileTable, type RuleTables, verdictOf } from './rules.js'

/** Says what of a tree is wanted. All paths are relative to the root that is filtered. */
export interface Filter {
  /**
   * Whether this object is wanted. One in a directory that is not wanted never is. Without a `modTime` it is judged by all
   * but its age; an unknown size counts as less than any bound.
   */
  object(object: FsObject): boolean
  /** Whether this directory is wanted. If it is not, nothing below it is, and it need not be listed. The root always is. */
  directory(path: FsPath): boolean
  /**
   * Whether a directory in which nothing is may be removed for what the rules say. They judge it as they judge an object, by
   * its path and a "/": what is not included stays. A list of objects names no directory.
   */
  emptyDirectory(path: FsPath): boolean
  /** Whether an object with this metadata is wanted, whatever `object` says; absent: no metadata is asked for. */
  metadata?(metadata: Readonly<Record<string, string>>): boolean
  /** Ages are asked for: an object without `modTime` that passes has to be looked at by `stat`, and judged again. */
  readonly needsTimes: boolean
  /** Its path alone tells whether an object is wanted: then one path is wanted on both sides of a sync, or on none. */
  readonly judgesByPath: boolean
  /** A directory that holds an object of one of these names is not wanted, whatever `directory` says; nor is the root. */
  readonly excludingNames: readonly string[]
  /** Names of files that say, in gitignore's language, what of their directory is not wanted, whatever `object` says. */
  readonly ignoreFiles: readonly string[]
  /** The only objects that may be wanted, in path order, so that they can be looked up one by one; absent: any. */
  readonly only?: readonly FsPath[]
}

/** The filter that wants everything. */
export const everything: Filter = {
  object: () => true,
  directory: () => true,
  emptyDirectory: () => true,
  needsTimes: false,
  judgesByPath: true,
  excludingNames: [],
  ignoreFiles: [],
}

const BEYOND_PATHS = ['minSize', 'maxSize', 'modifiedFrom', 'modifiedTo', 'metadataRules', 'excludingNames', 'ignoreFiles'] as const

/** The filter for what was chosen. Rejects with a ConfigError when a glob means nothing or the choices contradict each other. */
export async function createFilter(choices: FilterChoices): Promise<Filter> {
  const { excludingNames = [], ignoreFiles = [], only } = choices
  if (only !== undefined) {
    if (isAnythingAsked({ ...choices, only: undefined })) {
      throw new ConfigError('a list of files overrides all other filters: use it alone')
    }
    return filterByName(listedPaths(only))
  }
  const tables = await compileRules(choices.rules ?? [], choices.ignoreCase)
  const metadataRules = await compileTable(choices.metadataRules ?? [])
  const directory = directoryTest(tables)
  const tests = objectTests(choices, tables, directory)
  return {
    object: (object) => tests.every((test) => test(object)),
    directory,
    emptyDirectory: emptyDirectoryTest(choices, tables, directory),
    ...(metadataRules.length > 0 && { metadata: (metadata) => metadataVerdict(metadataRules, metadata) }),
    needsTimes: choices.modifiedFrom !== undefined || choices.modifiedTo !== undefined,
    judgesByPath: !BEYOND_PATHS.some((choice) => choices[choice] !== undefined),
    excludingNames,
    ignoreFiles,
  }
}

function filterByName({ objects, isObject, isDirectory }: ListedPaths): Filter {
  return { ...everything, object: ({ path }) => isObject(path), directory: isDirectory, emptyDirectory: () => false, only: objects }
}

function isAnythingAsked({ ignoreCase, ...choices }: { readonly [Name in keyof FilterChoices]: FilterChoices[Name] | undefined }): boolean {
  return Object.values(choices).some((choice) => choice !== undefined && !(Array.isArray(choice) && choice.length === 0))
}

type ObjectTest = (object: FsObject) => boolean

/** The tests that are asked for, the cheap ones first. */
function objectTests(choices: FilterChoices, tables: RuleTables, directory: Filter['directory']): readonly ObjectTest[] {
  const { minSize, maxSize, modifiedFrom, modifiedTo, partition } = choices
  if (modifiedFrom !== undefined && modifiedTo !== undefined && modifiedFrom > modifiedTo) {
    throw new ConfigError('no file can be as old and as new as asked for: the least age is greater than the greatest')
  }
  const tests: (ObjectTest | undefined)[] = [
    minSize === undefined ? undefined : ({ size = -1 }) => size >= minSize,
    maxSize === undefined ? undefined : ({ size = -1 }) => size <= maxSize,
    modifiedFrom === undefined ? undefined : ({ modTime }) => modTime === undefined || modTime >= modifiedFrom,
    modifiedTo === undefined ? undefined : ({ modTime }) => modTime === undefined || modTime <= modifiedTo,
    tables.directories.length === 0 ? undefined : ({ path }) => directory(parentOf(path)),
    tables.objects.length === 0 ? undefined : ({ path }) => verdictOf(tables.objects, path) ?? true,
    partition === undefined ? undefined : ({ path }) => isInPart(path, partition),
  ]
  return tests.filter((test) => test !== undefined)
}

/** An object without metadata is asked about as if it had one odd pair, so that a rule which matches anything meets it. */
function metadataVerdict(rules: readonly CompiledRule[], metadata: Readonly<Record<string, string>>): boolean {
  const pairs = Object.entries(metadata).map(([key, value]) => `${key}=${value}`)
  if (pairs.length === 0) pairs.push('\0=\0')
  return rules.find(({ matches }) => pairs.some(matches))?.include ?? true
}

/** How many verdicts on directories are remembered: those of a listing are asked for again and again, file by file. */
const REMEMBERED = 1024

function emptyDirectoryTest({ partition }: FilterChoices, tables: RuleTables, directory: Filter['directory']): Filter['emptyDirectory'] {
  const isInItsPart = (path: string) => partition === undefined || isInPart(path, partition)
  return (path) => directory(path) && (verdictOf(tables.objects, `${path}/`) ?? true) && isInItsPart(`${path}/`)
}

function directoryTest({ directories }: RuleTables): Filter['directory'] {
  if (directories.length === 0) return () => true
  const verdicts = new Map<FsPath, boolean>()
  const isWanted = (path: FsPath): boolean => {
    if (path === ROOT) return true
    const known = verdicts.get(path)
    if (known !== undefined) return known
    const wanted = isWanted(parentOf(path)) && (verdictOf(directories, `${path}/`) ?? true)
    if (verdicts.size >= REMEMBERED) verdicts.clear()
    verdicts.set(path, wanted)
    return wanted
  }
  return isWanted
}
