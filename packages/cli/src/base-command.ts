import { Command } from '@oclif/core/command'
import type { CommandError, Input, OutputArgs, OutputFlags, ParserOutput } from '@oclif/core/interfaces'
import type { BandwidthSchedule } from '@tranship/core'
import type { SaidOptions } from './backends/backend-flags.js'
import type { DisabledFeatures } from './backends/disabled-features.js'
import { optionSources } from './backends/said-options.js'
import { guardValues, unguarded } from './command-line/guarded-values.js'
import { readCommandLine } from './command-line/read-command-line.js'
import { settingFrom } from './command-line/setting.js'
import type { ConfigFlags } from './config/config-flags.js'
import { ExitCode, exitCodeOf } from './exit-code.js'
import { globalFlags } from './flags.js'
import type { NetworkFlags } from './network/network-flags.js'
import type { Session } from './session.js'
import type { Limits } from './sync/limiters.js'
import { createLog, type EventLog } from './ui/log.js'
import type { LogFlags } from './ui/log-flags.js'
import type { OpenLog } from './ui/open-log.js'
import { createOutput, type Output } from './ui/output.js'

/** The flags that a session depends on; a command may have only some of them. */
interface SessionFlags extends ConfigFlags, LogFlags, NetworkFlags {
  readonly 'temp-dir'?: string | undefined
  readonly disable?: DisabledFeatures | undefined
  readonly progress?: boolean
  readonly transfers?: number | undefined
  readonly checkers?: number | undefined
  readonly bwlimit?: BandwidthSchedule | undefined
}

/** A token of the command line, as oclif's parser tells it. */
export type Token = { readonly type: string; readonly flag?: string }

/** What every command shares: the global flags, a session that is closed at the end, errors as one line and an exit code. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags

  protected readonly output: Output = createOutput(process.stdout)
  #session: Session | undefined
  #log: EventLog = createLog((text) => process.stderr.write(text), { most: 'notice' })
  #opened: OpenLog | undefined
  #options: SaidOptions = new Map()
  #notices: readonly string[] = []
  readonly #interrupted = new AbortController()

  /** Also takes the flags of backends, and what the environment says of the command's own. */
  protected override async parse<F extends OutputFlags<F>, B extends OutputFlags<B>, A extends OutputArgs<A>>(
    input: Input<F, B, A> = {},
    argv: string[] = this.argv,
  ): Promise<ParserOutput<F, B, A>> {
    const flags = { ...input.baseFlags, ...input.flags }
    const { words, options, fromEnvironment, notices } = await readCommandLine(argv, flags, process.env, this.config)
    this.#options = options
    this.#notices = notices
    try {
      return unguarded(await super.parse(input, guardValues(words, flags)))
    } catch (error) {
      ;(error as Error).message = unguarded((error as Error).message).replace(PARSER_FRAME, '$1')
      const named = [...fromEnvironment].filter(([name]) => (error as Error).message.includes(`--${name}`))
      for (const [name, variable] of named) (error as Error).message += `; --${name} is what ${variable} says`
      throw error
    }
  }

  /** Begins the work, once the command line is parsed. Ctrl-C aborts it; a second one ends the process at once. */
  protected async start(flags: SessionFlags, tokens: readonly Token[]): Promise<Session> {
    const { openLog, startSession } = await import('./session.js')
    const verbosity = tokens.filter((token) => token.type === 'flag' && token.flag === 'verbose').length
    this.#opened = openLog(flags, verbosity)
    this.#log = this.#opened.log
    for (const notice of this.#notices) this.#log('notice', notice)
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => this.#interrupted.abort(new Interruption(name)))
    this.#session = await startSession({
      config: this.config,
      log: this.#log,
      flags,
      ...(this.#opened.screen && { screen: this.#opened.screen }),
      signal: this.#interrupted.signal,
      limits: limitsFrom(flags, tokens),
      options: optionSources(this.#options, process.env),
      configPassword: settingFrom(process.env, 'config-pass'),
    })
    return this.#session
  }

  override async catch(error: CommandError): Promise<unknown> {
    if (error.oclif !== undefined) return super.catch(error)
    this.#log('error', error instanceof Interruption ? error.message : `Failed to ${this.id?.replaceAll(':', ' ')}: ${error.message}`)
    process.exitCode = error instanceof Interruption ? ExitCode.interrupted : exitCodeOf(error)
    return undefined
  }

  override async finally(error: Error | undefined): Promise<unknown> {
    await this.output.end()
    await this.#session?.close()
    this.#opened?.close()
    return super.finally(error)
  }
}

/** What oclif puts around the message of a flag that refuses its value; the message names the flag itself. */
const PARSER_FRAME = /^Parsing --\S+ \n\t([\s\S]*)\nSee more help with --help$/

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
