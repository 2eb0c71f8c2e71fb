import { Command } from '@oclif/core/command'
import type { CommandError } from '@oclif/core/interfaces'
import type { BandwidthSchedule, Log } from '@tranship/core'
import { ExitCode, exitCodeOf } from './exit-code.js'
import { globalFlags } from './flags.js'
import type { Session } from './session.js'
import type { Limits } from './sync/limiters.js'
import { createLog, levelFor } from './ui/log.js'
import { createOutput, type Output } from './ui/output.js'

/** The flags that a session depends on; a command may have only some of them. */
interface SessionFlags {
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly transfers?: number | undefined
  readonly checkers?: number | undefined
  readonly bwlimit?: BandwidthSchedule | undefined
  readonly tpslimit?: number | undefined
  readonly 'tpslimit-burst'?: number
}

/** A token of the command line, as oclif's parser tells it. */
export type Token = { readonly type: string; readonly flag?: string }

/** What every command shares: the global flags, a session that is closed at the end, errors as one line and an exit code. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags

  protected readonly output: Output = createOutput(process.stdout)
  #session: Session | undefined
  #log: Log = createLog((text) => process.stderr.write(text), 'notice')
  readonly #interrupted = new AbortController()

  /** Begins the work, once the command line is parsed. Ctrl-C aborts it; a second one ends the process at once. */
  protected async start(flags: SessionFlags, tokens: readonly Token[]): Promise<Session> {
    const { startSession } = await import('./session.js')
    const verbosity = tokens.filter((token) => token.type === 'flag' && token.flag === 'verbose').length
    this.#log = createLog((text) => process.stderr.write(text), levelFor(flags.quiet, verbosity))
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => this.#interrupted.abort(new Interruption(name)))
    this.#session = startSession({
      config: this.config,
      log: this.#log,
      signal: this.#interrupted.signal,
      limits: limitsFrom(flags, tokens),
      ...(flags.config !== undefined && { configFlag: flags.config }),
    })
    return this.#session
  }

  override async catch(error: CommandError): Promise<unknown> {
    if (error.oclif !== undefined) return super.catch(error)
    this.#log('error', error instanceof Interruption ? error.message : `Failed to ${this.id}: ${error.message}`)
    process.exitCode = error instanceof Interruption ? ExitCode.interrupted : exitCodeOf(error)
    return undefined
  }

  override async finally(error: Error | undefined): Promise<unknown> {
    await this.output.end()
    await this.#session?.close()
    return super.finally(error)
  }
}

/** What was said of limits; the default of `--checkers` is for commands that tune nothing. */
function limitsFrom(
  { transfers, checkers, bwlimit, tpslimit = 0, 'tpslimit-burst': burst = 1 }: SessionFlags,
  tokens: readonly Token[],
): Limits {
  const isGiven = tokens.some((token) => token.type === 'flag' && token.flag === 'checkers')
  return {
    ...(transfers !== undefined && { transfers }),
    ...(checkers !== undefined && isGiven && { checkers }),
    ...(bwlimit !== undefined && { bandwidth: bwlimit }),
    ...(tpslimit > 0 && { tps: { perSecond: tpslimit, burst } }),
  }
}

class Interruption extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}`)
  }
}
