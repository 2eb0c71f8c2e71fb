import * as Flags from '@oclif/core/flags'
import { type Details, type DetailsWanted, detailsOf, type Fs, level, ROOT } from '@tranship/core'
import type { Token } from '../base-command.js'
import { hashOf } from '../checking/hash-of.js'
import { unknownTimeFrom } from '../listing/default-time.js'
import { ListCommand, type ListPrinter } from '../listing/list-command.js'
import { entryRecord, type RecordFields } from '../ui/entry-record.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'
import { jsonLine, jsonLines } from '../ui/json.js'

/** The flags that say what is told of each entry, parsed. */
interface RecordFlags {
  readonly 'default-time'?: bigint | undefined
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly ndjson: boolean
  readonly hash: boolean
  readonly 'hash-type'?: readonly string[] | undefined
  readonly metadata: boolean
  readonly 'no-modtime': boolean
  readonly 'no-mimetype': boolean
  readonly original: boolean
  readonly 'files-only': boolean
  readonly 'dirs-only': boolean
}

export default class Lsjson extends ListCommand {
  static override summary = 'List a directory as JSON: an array, with an entry a line.'
  static override args = ListCommand.args
  static override flags = {
    ...ListCommand.flags,
    recursive: Flags.boolean({ char: 'R', description: 'everything below, not just what lies in the directory' }),
    'files-only': Flags.boolean({ description: 'no directories' }),
    'dirs-only': Flags.boolean({ description: 'no files' }),
    hash: Flags.boolean({ description: 'hashes too; some are read from the file' }),
    'hash-type': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'this hash, of those there are; may be given again',
      helpValue: 'HASH',
    }),
    metadata: Flags.boolean({ char: 'M', description: 'metadata too' }),
    'no-modtime': Flags.boolean({ description: 'no modification times: some services are asked for each' }),
    'no-mimetype': Flags.boolean({ description: 'no mime types: some services are asked for each' }),
    original: Flags.boolean({ description: 'the id of the file in the storage itself' }),
    encrypted: Flags.boolean({ description: 'the encrypted name; nothing here encrypts names, so there is none' }),
    stat: Flags.boolean({ description: 'the file or directory itself, not what is in it' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsjson)
    if (flags.stat) return this.stat(args.path, flags, raw)
    await this.list(args.path, flags, raw, {
      depth: 1,
      printer: (fs) => arrayPrinter(fs, wantedOf(fs, flags), fieldsOf(flags), (line) => this.output.line(line)),
    })
  }

  private async stat(path: string, flags: RecordFlags, tokens: readonly Token[]): Promise<void> {
    const session = await this.startWalk(flags, tokens)
    const { signal, log } = session
    const { failed, failures } = createFailureLog(log)
    const { fs, file } = await session.open(path)
    if (file === undefined) await demandDirectory(fs, signal)
    const entry = file ?? { kind: 'directory' as const, path: ROOT }
    const isWanted = !flags[file === undefined ? 'files-only' : 'dirs-only']
    const [details] = isWanted
      ? await detailsOf(fs, [entry], wantedOf(fs, flags), { signal, failed, checkers: 1, ...unknownTimeFrom(flags) })
      : []
    const record = details === undefined ? null : entryRecord(details, fs.features, fieldsOf(flags))
    await this.output.line(flags.ndjson ? jsonLine(record) : jsonLines(record))
    tellFailures(log, this.id, failures)
  }
}

/** Rejects as a listing of the directory does, with `not-found` where none can be. */
async function demandDirectory(fs: Fs, signal: AbortSignal): Promise<void> {
  for await (const _page of level(fs, ROOT, { signal })) return
}

function wantedOf(fs: Fs, flags: RecordFlags): DetailsWanted {
  const types = flags['hash-type']?.map((text) => hashOf(text, fs))
  return {
    modTimes: !flags['no-modtime'],
    mimeTypes: !flags['no-mimetype'],
    hashes: types ?? (flags.hash ? fs.features.hashes : []),
    metadata: flags.metadata,
  }
}

function fieldsOf(flags: RecordFlags): RecordFields {
  return { modTime: !flags['no-modtime'], mimeType: !flags['no-mimetype'], originalId: flags.original }
}

/** Prints an array of which each line but the first and the last is one entry. A comma is printed once another entry comes. */
function arrayPrinter(
  { features }: Fs,
  wanted: DetailsWanted,
  fields: RecordFields,
  print: (line: string) => Promise<void> | undefined,
): ListPrinter {
  let last: string | undefined
  return {
    wanted,
    begin: () => print('['),
    page: async (page: readonly Details[]) => {
      for (const details of page) {
        if (last !== undefined) await print(`${last},`)
        last = jsonLine(entryRecord(details, features, fields))
      }
    },
    end: async () => {
      if (last !== undefined) await print(last)
      await print(']')
    },
  }
}
