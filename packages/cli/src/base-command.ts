import { Command } from '@oclif/core/command'
import type { CommandError, Input, OutputArgs, OutputFlags, ParserOutput } from '@oclif/core/interfaces'
import type { SaidOptions } from './backends/backend-flags.js'
import type { DisabledFeatures } from './backends/disabled-features.js'
import { optionSources } from './backends/said-options.js'
import { guardValues, unguarded } from './command-line/guarded-values.js'
import { argumentsProblem, parserProblem } from './command-line/parser-problem.js'
import { readCommandLine } from './command-line/read-command-line.js'
import { type Setting, settingFrom } from './command-line/setting.js'
import { tellUsageError, usageError } from './command-line/usage-error.js'
import type { ConfigFlags } from './config/config-flags.js'
import type { Configuration } from './config/configuration.js'
import { ExitCode, exitCodeOf } from './exit-code.js'
import { globalFlags } from './flags.js'
import type { NetworkFlags } from './network/network-flags.js'
import type { Session } from './session.js'
import type { LimitFlags } from './sync/limiters.js'
import { createLog, type EventLog } from './ui/log.js'
import type { LogFlags } from './ui/log-flags.js'
import type { OpenLog } from './ui/open-log.js'
import { createOutput, type Output } from './ui/output.js'
import type { WalkFlags } from './ui/progress/progress-flags.js'
import type { WalkCounts } from './ui/progress/walk-counts.js'
import { spareHelpers } from './v8-settings.js'

/** The flags that a session depends on; a command may have only some of them. */
interface SessionFlags extends ConfigFlags, LogFlags, NetworkFlags, LimitFlags {
  readonly 'temp-dir'?: string | undefined
  readonly disable?: DisabledFeatures | undefined
  readonly progress?: boolean
}

/** A token of the command line, as oclif's parser tells it. */
export type Token = { readonly type: string; readonly flag?: string }

/** What every command shares: the global flags, a session that is closed at the end, errors as one line and an exit code. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags

  protected readonly output: Output = createOutput(process.stdout, () => {
    if (process.stdout.isTTY) this.#opened?.screen?.clear()
  })
  #endProgress = () => {}
  #session: Session | undefined
  #log: EventLog = createLog((text) => process.stderr.write(text), { most: 'notice' })
  #opened: OpenLog | undefined
  #options: SaidOptions = new Map()
  #notices: readonly string[] = []
  #configuration: Configuration | undefined
  readonly #interrupted = new AbortController()

  /** Also takes the flags of backends, and what the environment and the remotes say of the command's own. */
  protected override async parse<F extends OutputFlags<F>, B extends OutputFlags<B>, A extends OutputArgs<A>>(
    input: Input<F, B, A> = {},
    argv: string[] = this.argv,
  ): Promise<ParserOutput<F, B, A>> {
    const flags = { ...input.baseFlags, ...input.flags }
    const line = await readCommandLine(argv, flags, process.env, this.config)
    this.#options = line.options
    this.#notices = line.notices
    const parsed = async (settings?: ReadonlyMap<string, Setting>): Promise<ParserOutput<F, B, A>> => {
      const { words, saidElsewhere } = line.words(settings)
      try {
        return unguarded(await super.parse(input, guardValues(words, flags)))
      } catch (error) {
        throw usageError(this.#problemOf(error as Error, saidElsewhere))
      }
    }
    const first = await parsed()
    const settings = await this.#settingsOfRemotes(first, (name) => Object.hasOwn(flags, name))
    return settings.size === 0 ? first : parsed(settings)
  }

  /** What the parser complains of, on one line. */
  #problemOf(error: Error, saidElsewhere: ReadonlyMap<string, string>): string {
    const command = this.ctor as typeof Command
    const problem = argumentsProblem(error, command.id.replaceAll(':', ' '), command.args) ?? parserProblem(error.message)
    const named = [...saidElsewhere].filter(([name]) => problem.includes(`--${name}`))
    return [problem, ...named.map(([name, variable]) => `--${name} is what ${variable} says`)].join('; ')
  }

  /** What the remotes of the command line say of flags for the whole command. */
  async #settingsOfRemotes(
    { args, flags }: { readonly args: object; readonly flags: object },
    isKnown: (flag: string) => boolean,
  ): Promise<ReadonlyMap<string, Setting>> {
    const named = Object.entries(args).filter(([name]) => LOCATIONS.has(name))
    const locations = named.flatMap(([, text]) => (typeof text === 'string' && text.includes(':') ? [text] : []))
    if (locations.length === 0) return new Map()
    const { globalSettings } = await import('./command-line/global-settings.js')
    const { settings, notices } = await globalSettings(locations, await this.#configurationFor(flags as ConfigFlags), isKnown)
    this.#notices = [...this.#notices, ...notices]
    return settings
  }

  /** The config file, for which a person may be asked: from here on Ctrl-C aborts the work. */
  async #configurationFor(flags: ConfigFlags): Promise<Configuration> {
    const { createConfiguration } = await import('./session.js')
    if (this.#configuration !== undefined) return this.#configuration
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => this.#interrupted.abort(new Interruption(name)))
    this.#configuration = createConfiguration({
      flags,
      password: settingFrom(process.env, 'config-pass'),
      log: (...told) => this.#log(...told),
      signal: this.#interrupted.signal,
    })
    return this.#configuration
  }

  /** As `start`, for work that looks through many files and moves none: it shows how far that is, where somebody wants to see it. */
  protected async startWalk(flags: SessionFlags & WalkFlags, tokens: readonly Token[]): Promise<Session> {
    if (!flags.progress && flags.stats === undefined) return this.start(flags, tokens)
    const [{ newWalkCounts }, { startWalkProgress }] = await Promise.all([
      import('./ui/progress/walk-counts.js'),
      import('./ui/progress/walk-progress.js'),
    ])
    const counts = newWalkCounts()
    const session = await this.start(flags, tokens, counts)
    this.#endProgress = startWalkProgress(flags, counts, { log: session.log, screen: session.screen })
    return session
  }

  /** Begins the work, once the command line is parsed. Ctrl-C aborts it; a second one ends the process at once. */
  protected async start(flags: SessionFlags, tokens: readonly Token[], counts?: WalkCounts): Promise<Session> {
    const [{ openLog, startSession }] = await Promise.all([import('./session.js'), spareHelpers()])
    const verbosity = tokens.filter((token) => token.type === 'flag' && token.flag === 'verbose').length
    this.#opened = openLog(flags, verbosity)
    const { log } = this.#opened
    this.#log = (level, message, path, event) => {
      if (counts !== undefined && level === 'error' && path !== undefined) counts.failed++
      log(level, message, path, event)
    }
    for (const notice of this.#notices) this.#log('notice', notice)
    this.#session = await startSession({
      config: this.config,
      log: this.#log,
      flags,
      ...(this.#opened.screen && { screen: this.#opened.screen }),
      signal: this.#interrupted.signal,
      ...(counts && { counts }),
      isGiven: (name) => tokens.some((token) => token.type === 'flag' && token.flag === name),
      options: optionSources(this.#options, process.env),
      configuration: await this.#configurationFor(flags),
    })
    return this.#session
  }

  override async catch(error: CommandError): Promise<unknown> {
    tellUsageError(error)
    if (error.oclif !== undefined) return super.catch(error)
    this.#log('error', error instanceof Interruption ? error.message : `Failed to ${this.id?.replaceAll(':', ' ')}: ${error.message}`)
    process.exitCode = error instanceof Interruption ? ExitCode.interrupted : exitCodeOf(error)
    return undefined
  }

  override async finally(error: Error | undefined): Promise<unknown> {
    await this.output.end()
    this.#endProgress()
    await this.#session?.close()
    this.#opened?.close()
    return super.finally(error)
  }
}

/** Arguments that name a location. */
const LOCATIONS: ReadonlySet<string> = new Set(['source', 'destination', 'path'])

class Interruption extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}`)
  }
}
