import * as Flags from '@oclif/core/flags'
import { sectionNames, sectionOf } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { nameInListing } from '../ui/printable.js'

export default class Listremotes extends BaseCommand {
  static override summary = 'List the remotes of the config file.'
  static override flags = { long: Flags.boolean({ description: 'show the type too' }) }

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(Listremotes)
    const session = await this.start(flags, raw)
    const config = await (await session.configFile()).read(session.log)
    const names = sectionNames(config).toSorted()
    const width = Math.max(0, ...names.map((name) => name.length)) + 1
    for (const name of names) {
      const remote = `${nameInListing(name)}:`
      await this.output.line(flags.long ? `${remote.padEnd(width)} ${nameInListing(sectionOf(config, name)?.type ?? '')}` : remote)
    }
  }
}
