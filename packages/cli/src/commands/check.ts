import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type CheckVerdict, check } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { ExitCode } from '../exit-code.js'
import { checkerFlags } from '../flags.js'
import { tellCheckVerdict } from '../ui/events.js'
import { counted } from '../ui/format.js'

export default class Check extends BaseCommand {
  static override summary = 'Compare the files of source and destination by size and hash. Nothing is changed.'
  static override args = {
    source: Args.string({ required: true, description: 'file or directory, as path or remote:path' }),
    destination: Args.string({ required: true, description: 'directory, as path or remote:path' }),
  }
  static override flags = {
    ...checkerFlags,
    'size-only': Flags.boolean({ description: 'compare by size alone' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Check)
    const session = await this.start(flags, raw)
    const [source, destination] = await Promise.all([session.open(args.source), session.openDirectory(args.destination)])
    const amounts: Record<CheckVerdict['is'], number> = {
      same: 0,
      different: 0,
      'missing-on-src': 0,
      'missing-on-dst': 0,
      duplicate: 0,
      unknown: 0,
    }
    let unhashed = 0
    await check(source.fs, destination, {
      signal: session.signal,
      checkers: flags.checkers,
      sizeOnly: flags['size-only'],
      report: (verdict) => {
        amounts[verdict.is]++
        if (verdict.is === 'same' && verdict.unhashed) unhashed++
        tellCheckVerdict(session.log, verdict, args.source, args.destination)
      },
      ...(source.file !== undefined && { only: [source.file] }),
    })

    const differences = amounts.different + amounts['missing-on-src'] + amounts['missing-on-dst'] + amounts.unknown
    const tell = (amount: number, text: string, about: string) => amount > 0 && session.log('notice', text, about)
    tell(amounts['missing-on-dst'], `${counted(amounts['missing-on-dst'], 'file')} missing`, args.destination)
    tell(amounts['missing-on-src'], `${counted(amounts['missing-on-src'], 'file')} missing`, args.source)
    session.log('notice', `${differences} differences found`, args.destination)
    tell(unhashed, `${unhashed} hashes could not be checked`, args.destination)
    tell(amounts.unknown, `${counted(amounts.unknown, 'error')} while checking`, args.destination)
    tell(amounts.same, `${amounts.same} matching files`, args.destination)
    if (differences > 0) process.exitCode = ExitCode.other
  }
}
