import type { Hook } from '@oclif/core/hooks'
import { unknownCommand } from '../help/unknown-command.js'

const hook: Hook.CommandNotFound = async function ({ id, config }) {
  process.stderr.write(`Error: ${unknownCommand(id.split(':'), config.commandIDs)}\n`)
  this.exit(2)
}

export default hook
