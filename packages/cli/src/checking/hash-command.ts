import * as Flags from '@oclif/core/flags'
import { createHasher, type FileDigest, type HashName, hashFiles, sumFileLine } from '@tranship/core'
import type { Token } from '../base-command.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { type FilterFlags, filterFlags } from '../filter/filter-flags.js'
import { checkerFlags } from '../flags.js'
import type { Session } from '../session.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'
import type { Output } from '../ui/output.js'
import { printable } from '../ui/printable.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { createFileOutput } from '../ui/text-file-output.js'
import { CheckSumsCommand } from './check-command.js'

/** The flags of `hashsum` and its kin, parsed. */
interface HashFlags extends FilterFlags {
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly checkers: number
  readonly base64: boolean
  readonly download: boolean
  readonly 'output-file'?: string | undefined
  readonly checkfile?: string | undefined
}

/** What `hashsum`, `md5sum` and `sha1sum` share: all but the name of the hash. */
export abstract class HashCommand extends CheckSumsCommand {
  static override flags = {
    ...checkerFlags,
    ...walkFlags,
    ...filterFlags,
    base64: Flags.boolean({ description: 'print digests in base64, not in hex' }),
    download: Flags.boolean({ description: 'read the files and hash them here, whatever the service says of them' }),
    'output-file': Flags.string({ description: 'write the digests to this file', helpValue: 'FILE' }),
    checkfile: Flags.string({ char: 'C', description: 'compare the files with this sum file, print what differs', helpValue: 'FILE' }),
  }

  /** Without a path, or with "-", standard input is hashed. */
  protected async hash(hash: HashName, path: string | undefined, flags: HashFlags, tokens: readonly Token[]): Promise<void> {
    const session = await this.startWalk(flags, tokens)
    const { checkfile, 'output-file': outputFile } = flags
    const isInput = path === undefined || path === '-'
    if (checkfile !== undefined && !isInput) return this.checkSums(session, hash, checkfile, path, { ...flags, combined: '-' })
    const output = outputFile === undefined ? this.output : await createFileOutput(outputFile)
    const print = printer(hash, flags.base64, output, outputFile === undefined && process.stdout.isTTY)
    try {
      if (isInput) await print(await digestOfInput(hash, session.signal), '-')
      else await this.hashFiles(session, hash, path, flags, print)
    } finally {
      if (output !== this.output) await output.end()
    }
  }

  private async hashFiles(session: Session, hash: HashName, path: string, flags: HashFlags, print: Print): Promise<void> {
    const { fs, choices } = await chooseFiles(session, path, flags, this.output)
    const { failed, failures } = createFailureLog(session.log)
    const report = (file: FileDigest) => {
      if (session.counts !== undefined) session.counts.checked++
      return file.error === undefined ? print(file.digest, file.path) : failed(file.path, file.error)
    }
    await hashFiles(fs, { ...choices, hash, download: flags.download, checkers: flags.checkers, report })
    tellFailures(session.log, this.id, failures)
  }
}

type Print = (digest: string | undefined, path: string) => Promise<void> | undefined

function printer(hash: HashName, base64: boolean, output: Output, isTerminal: boolean): Print {
  const encoded = (hex: string) => (base64 ? urlSafeBase64(hex) : hex)
  const width = encoded(createHasher([hash]).digests()[hash] ?? '').length
  return (digest = '', path) => {
    const line = sumFileLine(encoded(digest), path, width)
    return output.line(isTerminal ? printable(line) : line)
  }
}

/** Base64 of a hex digest in the alphabet of rclone, that for URLs. */
function urlSafeBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

async function digestOfInput(hash: HashName, signal: AbortSignal): Promise<string | undefined> {
  const { readInput } = await import('../standard-input.js')
  const hasher = createHasher([hash])
  for await (const chunk of readInput(signal)) hasher.update(chunk)
  return hasher.digests()[hash]
}
