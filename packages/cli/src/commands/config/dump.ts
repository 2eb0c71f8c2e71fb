import { sectionNames, sectionOf } from '@tranship/core'
import { ConfigCommand } from '../../config/config-command.js'

export default class ConfigDump extends ConfigCommand {
  static override summary = 'Print the remotes of the config file as JSON, with their secrets.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigDump)
    const session = await this.start(flags, raw)
    const config = await (await session.configFile()).read(session.log)
    const remotes = sectionNames(config).map((name) => [name, sorted(Object.entries(sectionOf(config, name) ?? {}))] as const)
    await this.print([JSON.stringify(sorted(remotes), undefined, 4)])
  }
}

/** With the keys in order, as rclone prints them. */
function sorted<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
