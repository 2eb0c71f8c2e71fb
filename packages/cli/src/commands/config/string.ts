import * as Args from '@oclif/core/args'
import { parseLocation, type RemoteSettings, writeParameters } from '@tranship/core'
import { saysFlag } from '../../command-line/flag-keys.js'
import { ConfigCommand } from '../../config/config-command.js'
import { specOf } from '../../config/stored-values.js'

export default class ConfigString extends ConfigCommand {
  static override summary = 'Print a location as a connection string, which needs no config file: with all secrets.'
  static override description =
    'It holds what is not as by default, wherever it was said: in the file, by a variable, by a flag of the backend.'
  static override examples = ['<%= config.bin %> config string work:photos']
  static override args = { remote: Args.string({ required: true, ignoreStdin: true, description: 'as work: or work:photos' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigString)
    const session = await this.start(flags, raw)
    const location = parseLocation(args.remote, process.platform)
    const settings = await session.settingsOf(args.remote)
    const path = location.kind === 'local' ? location.path : `${location.absolute ? '/' : ''}${location.path}`
    await this.print([`:${settings.backend.type}${writeParameters(saidTexts(settings))}:${path}`])
  }
}

/** What is said and does not hold anyway. */
function saidTexts({ backend, texts, options }: RemoteSettings): Readonly<Record<string, string>> {
  const said = Object.entries(texts).flatMap(([name, text]) => {
    const spec = specOf(backend.options, name)
    if (!text || (spec === undefined && !saysFlag(name) && name !== 'description')) return []
    return spec?.default !== undefined && options[name] === spec.default ? [] : [[name, text] as const]
  })
  return Object.fromEntries(said)
}
