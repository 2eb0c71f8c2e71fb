import { ConfigError, type Log } from '@tranship/core'
import type { Setting } from '../command-line/setting.js'
import { passwordFromCommand } from './password-command.js'

export interface PasswordSources {
  /** The `--password-command` flag. */
  readonly command?: string | undefined
  /** What the environment says. */
  readonly said: Setting | undefined
  /** Asks the person; absent where nobody can be asked, or may not. */
  readonly ask?: () => Promise<string>
  readonly log: Log
}

const ADVICE = 'set TRANSHIP_CONFIG_PASS or RCLONE_CONFIG_PASS, say --password-command, or run this in a terminal'

/**
 * What may be the password of the config file, to be tried one after the other: what a command prints and nothing else, or
 * what the environment says, then what is typed as often as it is wrong. Throws a ConfigError when nothing is left.
 */
export async function* configPasswords({ command, said, ask, log }: PasswordSources): AsyncGenerator<string> {
  if (command) {
    yield await passwordFromCommand(command)
    throw new ConfigError('the config file is encrypted, and what --password-command prints is not its password')
  }
  if (said !== undefined) yield said.text
  if (ask === undefined) {
    throw new ConfigError(
      `the config file is encrypted${said === undefined ? '' : `, and ${said.variable} is not its password`}: ${ADVICE}`,
    )
  }
  if (said !== undefined) log('error', `${said.variable} is not the password of the config file`)
  for (;;) {
    yield await ask()
    log('error', 'this is not the password of the config file')
  }
}
