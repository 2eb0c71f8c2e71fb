import * as Flags from '@oclif/core/flags'

/** Which config file, and how it is opened: flags of every command. */
export const configFlags = {
  config: Flags.string({ helpGroup: 'GLOBAL', description: 'config file', helpValue: 'FILE' }),
  'password-command': Flags.string({
    helpGroup: 'GLOBAL',
    description: 'command that prints the password of an encrypted config file',
    helpValue: 'COMMAND',
  }),
  'ask-password': Flags.boolean({
    helpGroup: 'GLOBAL',
    default: true,
    allowNo: true,
    description: 'ask for the password of an encrypted config file',
  }),
}

/** The config flags, parsed. */
export interface ConfigFlags {
  readonly config?: string | undefined
  readonly 'password-command'?: string | undefined
  readonly 'ask-password'?: boolean
}
