import * as Args from '@oclif/core/args'
import { ConfigError, type ConfigText, remoteNameProblem, sectionOf, withSection } from '@tranship/core'
import { ConfigChangeCommand } from '../../config/change-command.js'
import { remoteName } from '../../config/config-command.js'
import { keyValues } from '../../config/key-values.js'

export default class ConfigCreate extends ConfigChangeCommand {
  static override summary = 'Make a remote by its name, its type and its options.'
  static override description = 'A remote of that name is replaced. Options are given as key=value, or as key and value.'
  static override examples = ['<%= config.bin %> config create work s3 region=eu-west-1 access_key_id=XXX secret_access_key=YYY']
  static override strict = false
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'name of the remote' }),
    type: Args.string({ required: true, ignoreStdin: true, description: 'type of the backend, as s3' }),
  }
  static override flags = ConfigChangeCommand.flags

  async run(): Promise<void> {
    const { args, argv, flags, raw } = await this.parse(ConfigCreate)
    const session = await this.start(flags, raw)
    const name = remoteName(args.name)
    const problem = remoteNameProblem(name, process.platform)
    if (problem !== undefined) throw new ConfigError(`the remote's name ${problem}`)
    const { backend } = await session.backendOf(`:${args.type}:`)
    const given = keyValues(argv.slice(2).map(String))
    const change = (config: ConfigText, values: Readonly<Record<string, string>>) => {
      const old = Object.keys(sectionOf(config, name) ?? {}).map((key) => [key, undefined] as const)
      return withSection(config, name, { ...Object.fromEntries(old), type: backend.type, ...values })
    }
    await this.change(session, { name, backend, flags, given, change })
  }
}
