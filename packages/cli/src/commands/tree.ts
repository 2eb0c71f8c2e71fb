import * as Flags from '@oclif/core/flags'
import { detailsOf, nameOf, type Opened, ROOT } from '@tranship/core'
import type { Token } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { filterFrom, refuseFilterOfFile } from '../filter/filter-from.js'
import { unknownTimeFrom } from '../listing/default-time.js'
import { ListCommand, type ListFlags } from '../listing/list-command.js'
import { type Branch, type BranchOptions, branchesOf, fileBranch, totalOf, visits } from '../listing/tree-branches.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'
import type { Output } from '../ui/output.js'
import { createFileOutput } from '../ui/text-file-output.js'
import { rootLine, type TreeLook, treeLine } from '../ui/tree-line.js'
import { type TREE_ORDERS, treeOrder } from '../ui/tree-order.js'

/** The flags of `tree`, parsed. */
interface TreeFlags extends ListFlags, TreeLook {
  readonly all: boolean
  readonly 'dirs-only': boolean
  readonly dirsfirst: boolean
  readonly level: number
  readonly noreport: boolean
  readonly output?: string | undefined
  readonly sort: string
  readonly 'sort-ctime': boolean
  readonly 'sort-modtime': boolean
  readonly 'sort-reverse': boolean
  readonly unsorted: boolean
  readonly version: boolean
}

const SORTS = ['name', 'version', 'size', 'mtime', 'ctime'] as const

export default class Tree extends ListCommand {
  static override summary = 'Show what is below a path as a tree.'
  static override args = ListCommand.args
  static override flags = {
    ...ListCommand.flags,
    all: Flags.boolean({ char: 'a', description: 'files too whose names begin with a dot' }),
    color: Flags.boolean({ char: 'C', description: 'with colors' }),
    'dirs-only': Flags.boolean({ char: 'd', description: 'directories only' }),
    dirsfirst: Flags.boolean({ description: 'directories before files' }),
    'full-path': Flags.boolean({ description: 'whole paths, not only names' }),
    level: Flags.integer({ default: 0, min: 0, description: 'so many directories deep; 0: all', helpValue: 'N' }),
    modtime: Flags.boolean({ char: 'D', description: 'modification times of files' }),
    noindent: Flags.boolean({ description: 'no lines before the names' }),
    noreport: Flags.boolean({ description: 'no count at the end' }),
    output: Flags.string({ char: 'o', description: 'write to this file', helpValue: 'FILE' }),
    protections: Flags.boolean({ char: 'p', description: 'permissions of files' }),
    quote: Flags.boolean({ char: 'Q', description: 'names in double quotes' }),
    size: Flags.boolean({ char: 's', description: 'bytes of files, and of all below each directory' }),
    sort: Flags.string({ default: 'name', options: SORTS, description: 'what the entries of a directory are ordered by' }),
    'sort-ctime': Flags.boolean({ description: 'the same as --sort ctime' }),
    'sort-modtime': Flags.boolean({ char: 't', description: 'the same as --sort mtime' }),
    'sort-reverse': Flags.boolean({ char: 'r', description: 'in reverse order' }),
    unsorted: Flags.boolean({ char: 'U', description: 'in the order of the listing' }),
    version: Flags.boolean({ description: 'the same as --sort version' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Tree)
    if (!flags.ndjson) return this.draw(args.path, flags, raw)
    const printer = () => ({ wanted: { modTimes: flags.modtime }, page: async () => {} })
    await this.list(args.path, flags, raw, { depth: depthOf(flags), printer })
  }

  private async draw(path: string, flags: TreeFlags, tokens: readonly Token[]): Promise<void> {
    const { log, signal, ...session } = await this.startWalk(flags, tokens)
    const { failed, failures } = createFailureLog(log)
    const filter = await filterFrom(flags, { log, output: this.output })
    const opened = await session.open(path)
    refuseFilterOfFile(opened, filter)
    const options = { ...choicesFrom(flags), filter, signal, checkers: flags.checkers, failed, ...unknownTimeFrom(flags) }
    const branches = await branchesFrom(opened, options)

    const output = flags.output === undefined ? this.output : await createFileOutput(flags.output)
    try {
      await print(branches, flags, output)
    } finally {
      if (output !== this.output) await output.end()
    }
    tellFailures(log, this.id, failures)
  }
}

async function branchesFrom({ fs, file }: Opened, options: BranchOptions): Promise<readonly Branch[]> {
  if (file === undefined) return branchesOf(fs, ROOT, 0, options)
  return (await detailsOf(fs, [file], options.wanted, options)).map(fileBranch)
}

async function print(branches: readonly Branch[], flags: TreeFlags, output: Output): Promise<void> {
  let [directories, files] = [0, 0]
  await output.line(rootLine(totalOf(branches), flags))
  for await (const { branch, isLast } of visits(branches)) {
    if (branch.details.entry.kind === 'directory') directories++
    else files++
    await output.line(treeLine(branch.details, branch.total, isLast, flags))
  }
  if (!flags.noreport) await output.line(`\n${directories} directories${flags['dirs-only'] ? '' : `, ${files} files`}`)
}

function choicesFrom(flags: TreeFlags): Pick<BranchOptions, 'wanted' | 'depth' | 'isShown' | 'order' | 'totals'> {
  const order = orderFrom(flags)
  const isByTime = order === 'mtime' || order === 'ctime'
  return {
    wanted: { modTimes: flags.modtime || isByTime, metadata: flags.protections },
    depth: depthOf(flags),
    isShown: ({ entry }) => (flags.all || !nameOf(entry.path).startsWith('.')) && !(flags['dirs-only'] && entry.kind === 'object'),
    order: order === undefined ? undefined : treeOrder(order, flags['sort-reverse']),
    totals: flags.size,
  }
}

/** Where several are asked for, the first of rclone's own order counts. */
function orderFrom(flags: TreeFlags): keyof typeof TREE_ORDERS | undefined {
  if (flags.unsorted) return undefined
  if (flags['sort-modtime'] || flags.sort === 'mtime') return 'mtime'
  if (flags['sort-ctime'] || flags.sort === 'ctime') return 'ctime'
  if (flags.dirsfirst) return 'directories-first'
  if (flags.version || flags.sort === 'version') return 'version'
  return flags.sort === 'size' ? 'size' : 'name'
}

function depthOf(flags: Pick<TreeFlags, 'level' | 'max-depth'>): number {
  const depths = [flags.level > 0 ? flags.level : Number.POSITIVE_INFINITY, depthFrom(flags).maxDepth ?? Number.POSITIVE_INFINITY]
  return Math.min(...depths)
}
