import * as Flags from '@oclif/core/flags'
import type { Backend, ConfigText } from '@tranship/core'
import type { Session } from '../session.js'
import { askRest, type ChangedRemote, openQuestion } from './changed-remote.js'
import { ConfigCommand, knownSection } from './config-command.js'
import { DIALOG_KEYS } from './dialog-question.js'
import { withoutSecrets } from './section-lines.js'
import { type Given, storedValues } from './stored-values.js'

type Values = Readonly<Record<string, string>>

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

/** A change of one remote. */
interface Change {
  readonly name: string
  readonly backend: Backend
  readonly flags: ChangeFlags
  /** Options as they were given, and answers to what is asked besides. */
  readonly given: Values
  /** The config with the options that were given. */
  change(config: ConfigText, values: Values): ConfigText
}

/** What `config create` and `config update` share. */
export abstract class ConfigChangeCommand extends ConfigCommand {
  static override strict = false
  static override flags = {
    obscure: Flags.boolean({ description: 'obscure passwords, whatever they look like', exclusive: ['no-obscure'] }),
    'no-obscure': Flags.boolean({ description: 'passwords are given obscured' }),
    'no-output': Flags.boolean({ description: 'do not print the remote' }),
    all: Flags.boolean({ description: 'ask for every option that is not given' }),
    'non-interactive': Flags.boolean({ description: 'print what is to be asked as JSON, for a program that asks' }),
    continue: Flags.boolean({ description: 'answer such a question, with --state and --result', dependsOn: ['state'] }),
    state: Flags.string({ description: 'State of the question that is answered', helpValue: 'STATE', dependsOn: ['continue'] }),
    result: Flags.string({ description: 'the answer', helpValue: 'TEXT', dependsOn: ['continue'] }),
  }

  /** Saves a change of one remote, asks for the rest as the flags say, and shows what the remote is then. */
  protected async change(session: Session, { name, backend, flags, given, change }: Change): Promise<void> {
    const entries = Object.entries(given)
    const answers = Object.fromEntries(entries.filter(([key]) => DIALOG_KEYS.has(key)))
    const options = Object.fromEntries(entries.filter(([key]) => !DIALOG_KEYS.has(key)))
    const values = storedValues(backend.options, options, givenBy(flags))
    const file = await this.toChange(session)
    // An answer is about a remote that was made before.
    if (!flags.continue || Object.keys(options).length > 0) await file.update((config) => change(config, values))
    const remote: ChangedRemote = { session, file, name, backend, given: new Set(Object.keys(options)) }
    if (flags['non-interactive'] || flags.continue) return this.print([await openQuestion(remote, flags, answers)])
    await askRest(remote, flags.all, answers)
    if (!flags['no-output']) await this.printSection(name, knownSection(await file.read(), name), withoutSecrets(backend.options))
  }
}

/** How passwords are given, by the flags. */
function givenBy(flags: ChangeFlags): Given {
  if (flags.obscure) return 'plain'
  return flags['no-obscure'] ? 'obscured' : 'as it looks'
}
