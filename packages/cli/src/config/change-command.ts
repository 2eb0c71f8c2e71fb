import * as Flags from '@oclif/core/flags'
import { ConfigError, type ConfigText, type OptionTable, sectionOf } from '@tranship/core'
import type { Session } from '../session.js'
import { jsonLines } from '../ui/json.js'
import { ConfigCommand } from './config-command.js'
import { withoutSecrets } from './section-lines.js'
import { type Given, specOf } from './stored-values.js'

/** The flags of commands that set options, parsed. */
interface ChangeFlags {
  readonly obscure: boolean
  readonly 'no-obscure': boolean
  readonly 'non-interactive': boolean
  readonly 'no-output': boolean
  readonly all: boolean
  readonly continue: boolean
  readonly state?: string | undefined
  readonly result?: string | undefined
}

/** What `config create` and `config update` share. */
export abstract class ConfigChangeCommand extends ConfigCommand {
  static override strict = false
  static override flags = {
    obscure: Flags.boolean({ description: 'obscure passwords, whatever they look like', exclusive: ['no-obscure'] }),
    'no-obscure': Flags.boolean({ description: 'passwords are given obscured' }),
    'non-interactive': Flags.boolean({ description: 'ask nothing, print the result as JSON' }),
    'no-output': Flags.boolean({ description: 'do not print the remote' }),
    all: Flags.boolean({ hidden: true }),
    continue: Flags.boolean({ hidden: true }),
    state: Flags.string({ hidden: true }),
    result: Flags.string({ hidden: true }),
  }

  /** Saves a change of one remote, and shows what it is then. */
  protected async change(
    session: Session,
    name: string,
    table: OptionTable,
    flags: ChangeFlags,
    change: (config: ConfigText) => ConfigText,
  ): Promise<void> {
    if (flags.all || flags.continue || flags.state !== undefined || flags.result !== undefined) {
      throw new ConfigError(
        '--all, --continue, --state and --result belong to a dialog that is not here: say each option as key=value, or run `tranship config`',
      )
    }
    const values = sectionOf(await (await this.toChange(session)).update(change), name) ?? {}
    for (const key of Object.keys(values)) {
      if (key === 'type' || key === 'description' || specOf(table, key) !== undefined) continue
      session.log('notice', `${values.type} has no option ${JSON.stringify(key)}: it is kept for other programs`)
    }
    if (flags['non-interactive']) return this.print([jsonLines({ State: '', Option: null, Error: '', Result: '' })])
    if (!flags['no-output']) await this.printSection(name, values, withoutSecrets(table))
  }
}

/** How passwords are given, by the flags. */
export function givenBy(flags: Pick<ChangeFlags, 'obscure' | 'no-obscure'>): Given {
  if (flags.obscure) return 'plain'
  return flags['no-obscure'] ? 'obscured' : 'as it looks'
}
