import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type Details, type DetailsWanted, detailsOf, type Fs } from '@tranship/core'
import { BaseCommand, type Token } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { type FilterFlags, filterFlags } from '../filter/filter-flags.js'
import { filterFrom } from '../filter/filter-from.js'
import { checkerFlags } from '../flags.js'
import { entryRecord } from '../ui/entry-record.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'
import { jsonLine } from '../ui/json.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { defaultTimeFlag, unknownTimeFrom } from './default-time.js'
import { listEntries } from './list-entries.js'

/** The flags of every listing, parsed. */
export interface ListFlags extends FilterFlags {
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly checkers: number
  readonly ndjson: boolean
  readonly 'default-time'?: bigint | undefined
  readonly recursive?: boolean
  readonly 'dirs-only'?: boolean
  readonly 'files-only'?: boolean
}

/** How one command prints a listing. */
export interface ListPrinter {
  readonly wanted: DetailsWanted
  begin?(): Promise<void> | undefined
  page(page: readonly Details[]): Promise<void> | undefined
  end?(): Promise<void> | undefined
}

/** What the commands that list share: all but the form of what they print. */
export abstract class ListCommand extends BaseCommand {
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = {
    ...checkerFlags,
    ...walkFlags,
    ...defaultTimeFlag,
    ...filterFlags,
    ndjson: Flags.boolean({ description: 'print a JSON object a line, with the keys of lsjson' }),
  }

  /** `depth`: how deep is listed where no flag says so. The printer is made once it is known what the location can tell. */
  protected async list(
    path: string,
    flags: ListFlags,
    tokens: readonly Token[],
    { depth, kinds = kindsFrom(flags), printer }: { depth: number; kinds?: Kinds; printer(fs: Fs): ListPrinter },
  ): Promise<void> {
    const { log, signal, ...session } = await this.startWalk(flags, tokens)
    const { failed, failures } = createFailureLog(log)
    const filter = await filterFrom(flags, { log, output: this.output })
    const opened = await session.open(path)
    const own = printer(opened.fs)
    const { wanted, begin, page: print, end } = flags.ndjson ? this.#recordPrinter(opened.fs, own.wanted) : own

    await begin?.()
    const options = { filter, kinds, signal, scratch: session.scratch, unreadable: failed, depth: depthOf(flags, depth) }
    for await (const page of listEntries(opened, options)) {
      await print(await detailsOf(opened.fs, page, wanted, { signal, checkers: flags.checkers, failed, ...unknownTimeFrom(flags) }))
    }
    await end?.()
    tellFailures(log, this.id, failures)
  }

  #recordPrinter({ features }: Fs, wanted: DetailsWanted): ListPrinter {
    const fields = { modTime: wanted.modTimes === true, mimeType: true, originalId: false }
    return {
      wanted,
      page: (page) => this.output.lines(page.map((details) => jsonLine(entryRecord(details, features, fields)))),
    }
  }
}

type Kinds = ReadonlySet<'object' | 'directory'>

/** Both flags together leave nothing, as in rclone. */
function kindsFrom(flags: ListFlags): Kinds {
  const kinds = new Set(['object', 'directory'] as const)
  if (flags['dirs-only']) kinds.delete('object')
  if (flags['files-only']) kinds.delete('directory')
  return kinds
}

function depthOf(flags: ListFlags, otherwise: number): number {
  const { maxDepth } = depthFrom(flags)
  if (maxDepth !== undefined) return maxDepth
  return flags.recursive ? Number.POSITIVE_INFINITY : otherwise
}
