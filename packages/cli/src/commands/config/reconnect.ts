import * as Args from '@oclif/core/args'
import { ConfigError, parseLocation, withSection } from '@tranship/core'
import { loggedIn } from '../../authorize/log-in.js'
import { logInHere } from '../../authorize/log-in-here.js'
import { ConfigCommand, knownSection } from '../../config/config-command.js'
import { createPrompter } from '../../wizard/prompter.js'
import { openConversation } from '../../wizard/terminal.js'

export default class ConfigReconnect extends ConfigCommand {
  static override summary = 'Log in to a remote again.'
  static override args = { remote: Args.string({ required: true, ignoreStdin: true, description: 'as work:' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigReconnect)
    const session = await this.start(flags, raw)
    const location = parseLocation(args.remote, process.platform)
    if (location.kind !== 'remote') throw new ConfigError(`${JSON.stringify(args.remote)} is no remote of the config file`)
    const name = location.remote
    const { backend } = await session.backendOf(args.remote)
    if (backend.authorize === undefined) return session.log('notice', `${backend.type} has no log-in: nothing is to be renewed`)
    const file = await this.toChange(session)
    const section = knownSection(await file.read(), name)
    const conversation = openConversation(session.signal)
    try {
      const added = await loggedIn(createPrompter(conversation), backend, section, logInHere(session, name))
      await file.update((config) => {
        knownSection(config, name)
        return withSection(config, name, added)
      })
    } finally {
      conversation.close()
    }
  }
}
