import * as Flags from '@oclif/core/flags'
import type { Fs } from '@tranship/core'
import { hashOf } from '../checking/hash-of.js'
import { ListCommand, type ListPrinter } from '../listing/list-command.js'
import { createByteOutput } from '../ui/byte-output.js'
import { csvRow } from '../ui/csv.js'
import { type LsfFormat, lsfFormat } from '../ui/lsf-format.js'
import { shownName } from '../ui/shown-name.js'

/** The flags that say how a line is printed, parsed. */
interface LineFlags {
  readonly format: string
  readonly separator?: string | undefined
  readonly csv: boolean
  readonly hash: string
  readonly absolute: boolean
  readonly 'dir-slash': boolean
  readonly print0: boolean
}

export default class Lsf extends ListCommand {
  static override summary = 'List a directory for programs: a line for each file and directory.'
  static override description =
    'The letters of --format are: p path, s size, t modification time, h hash, i id, o id in the storage itself, m mime type, e encrypted name, T storage class, M metadata as JSON.'
  static override args = ListCommand.args
  static override flags = {
    ...ListCommand.flags,
    recursive: Flags.boolean({ char: 'R', description: 'everything below, not just what lies in the directory' }),
    'files-only': Flags.boolean({ description: 'no directories' }),
    'dirs-only': Flags.boolean({ description: 'no files' }),
    format: Flags.string({
      char: 'F',
      default: 'p',
      description: 'what is printed of each, a letter for each field',
      helpValue: 'LETTERS',
    }),
    separator: Flags.string({ char: 's', description: 'what stands between fields; by default ";"', helpValue: 'TEXT' }),
    csv: Flags.boolean({ description: 'print CSV, separated by "," or the first character of --separator' }),
    hash: Flags.string({ default: 'md5', description: 'the hash of the letter h', helpValue: 'HASH' }),
    absolute: Flags.boolean({ description: 'a / before each path' }),
    'dir-slash': Flags.boolean({ char: 'd', default: true, allowNo: true, description: 'a / after each directory' }),
    print0: Flags.boolean({ description: 'end each line with a NUL, and print names as they are' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsf)
    await this.list(args.path, flags, raw, { depth: 1, printer: (fs) => this.printer(fs, flags) })
  }

  private printer(fs: Fs, flags: LineFlags): ListPrinter {
    const format = formatFor(fs, flags)
    const line = lineOf(flags)
    if (!flags.print0) {
      return {
        wanted: format.wanted,
        page: (page) => this.output.lines(page.map((details) => line(format.fields(details)))),
      }
    }
    const write = createByteOutput(process.stdout)
    return {
      wanted: format.wanted,
      page: (page) => write(Buffer.from(page.map((details) => `${line(format.fields(details))}\0`).join(''))),
    }
  }
}

function formatFor(fs: Fs, flags: LineFlags): LsfFormat {
  return lsfFormat(flags.format, {
    hash: hashOf(flags.hash, fs),
    absolute: flags.absolute,
    dirSlash: flags['dir-slash'],
    name: flags.print0 ? (path) => path : shownName,
  })
}

function lineOf({ csv, separator }: LineFlags): (fields: readonly string[]) => string {
  if (!csv) return (fields) => fields.join(separator ?? ';')
  const [first = ','] = separator ?? ','
  return (fields) => csvRow(fields, first)
}
