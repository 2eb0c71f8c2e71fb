import type { Command } from '@oclif/core/command'
import Check from './commands/check.js'
import ConfigWizard from './commands/config.js'
import Copy from './commands/copy.js'
import Listremotes from './commands/listremotes.js'
import Ls from './commands/ls.js'
import Lsd from './commands/lsd.js'
import Lsl from './commands/lsl.js'
import Mkdir from './commands/mkdir.js'
import Purge from './commands/purge.js'
import Rmdir from './commands/rmdir.js'
import Sync from './commands/sync.js'
import Version from './commands/version.js'

/** Every command of the CLI, by what a person types. */
export const commands: Readonly<Record<string, Command.Class>> = {
  check: Check,
  config: ConfigWizard,
  copy: Copy,
  listremotes: Listremotes,
  ls: Ls,
  lsd: Lsd,
  lsl: Lsl,
  mkdir: Mkdir,
  purge: Purge,
  rmdir: Rmdir,
  sync: Sync,
  version: Version,
}
