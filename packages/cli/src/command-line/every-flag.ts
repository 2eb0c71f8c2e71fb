import { Config } from '@oclif/core/config'
import { backendFlags } from '../backends/backend-flags.js'
import { installedBackends } from '../backends/installed-backends.js'
import { globalFlags } from '../flags.js'
import { takesValueInRclone } from '../rclone-flags/settle.js'
import { readWords, type Spellings, spellingsOf } from './words.js'

/** What is known of flags once the commands are. */
interface EveryFlag {
  readonly config: Config
  /** Whether a value follows a flag. One that nobody has is taken for one without: the command says that it is none. */
  takesValue(written: string): boolean
}

/** Looks up the flags of every command, of backends, and of rclone, for the words of a command line. */
export async function everyFlag(root: string, words: readonly string[]): Promise<EveryFlag> {
  const config = await Config.load(root)
  const spellings: Spellings = new Map(
    [...config.commands.map(({ flags }) => flags), globalFlags].flatMap((flags) => [...spellingsOf(flags)]),
  )
  const unknown = readWords(words, (written) => spellings.get(written)?.takesValue).flatMap((word) =>
    word.kind === 'flag' && !spellings.has(word.written) ? [word.written] : [],
  )
  const flags = await backendFlags(unknown, installedBackends(config))
  const takesValue = (written: string) => {
    const flag = flags.get(written)
    return spellings.get(written)?.takesValue ?? (flag === undefined ? takesValueInRclone(written) === true : flag.spec.type !== 'boolean')
  }
  return { config, takesValue }
}
