import type { Config } from '@oclif/core/config'
import type { SaidOptions } from '../backends/backend-flags.js'
import { type SaidWords, saidWords } from './said-words.js'
import type { Setting } from './setting.js'
import { usageError } from './usage-error.js'
import { type FlagDeclarations, readWords, spellingsOf } from './words.js'

export interface CommandLine {
  /** The words for oclif's parser; `settings` are flags that are said elsewhere than on the command line and in the environment. */
  words(settings?: ReadonlyMap<string, Setting>): SaidWords
  /** What is to be told of flags that change nothing. */
  readonly notices: readonly string[]
  /** What flags of backends say. */
  readonly options: SaidOptions
}

/** Reads the words of a command: the flags of backends apart, those of the command with what is said elsewhere. */
export async function readCommandLine(
  argv: readonly string[],
  flags: FlagDeclarations,
  env: NodeJS.ProcessEnv,
  config: Pick<Config, 'plugins'>,
): Promise<CommandLine> {
  const spellings = spellingsOf(flags)
  const isKnown = (written: string) => spellings.has(written) || written === '--help'
  const takesValue = (written: string) => spellings.get(written)?.takesValue
  const words = readWords(argv, takesValue)
  const hasUnknown = words.some((word) => word.kind === 'flag' && !isKnown(word.written))
  const { left, said, notices } = hasUnknown ? await takeFlags() : { left: words, said: new Map(), notices: [] }
  return { words: (settings) => saidWords(left, flags, env, usageError, settings), options: said, notices }

  async function takeFlags() {
    const { takeBackendFlags } = await import('../backends/backend-flags.js')
    const { installedBackends } = await import('../backends/installed-backends.js')
    const { settleRcloneFlags, takesValueInRclone } = await import('../rclone-flags/settle.js')
    const takesAny = (written: string) => takesValue(written) ?? takesValueInRclone(written)
    const taken = await takeBackendFlags(argv, isKnown, takesAny, installedBackends(config), usageError)
    const { words: left, notices } = settleRcloneFlags(taken.left, new Set([...spellings.keys(), '--help']), usageError)
    return { left, notices, said: taken.said }
  }
}
