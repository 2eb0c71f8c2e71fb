import type { Hook } from '@oclif/core/hooks'
import { unknownCommand } from '../help/unknown-command.js'

const hook: Hook.CommandNotFound = async ({ id, config }) => {
  throw unknownCommand(id.split(':')[0] ?? id, config.commandIDs)
}

export default hook
