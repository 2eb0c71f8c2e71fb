import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { ConfigError } from '@tranship/core'
import { logInHere } from '../authorize/log-in-here.js'
import { fromPaste, toPaste } from '../authorize/pasted.js'
import { BaseCommand } from '../base-command.js'
import { createPrompter } from '../wizard/prompter.js'
import { openConversation } from '../wizard/terminal.js'

export default class Authorize extends BaseCommand {
  static override summary = 'Log in to a service with the browser of this machine, for a remote of another machine.'
  static override description = '`tranship config` on the other machine says what to run here, and takes what is printed.'
  static override examples = ['<%= config.bin %> authorize drive']
  static override args = {
    type: Args.string({ required: true, ignoreStdin: true, description: 'type of the backend, as drive' }),
    client: Args.string({ ignoreStdin: true, description: 'what `tranship config` printed, or a client id' }),
    secret: Args.string({ ignoreStdin: true, description: 'the secret of that client id' }),
  }
  static override flags = { 'auth-no-open-browser': Flags.boolean({ description: 'print the link, do not open a browser' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Authorize)
    const session = await this.start(flags, raw)
    const { backend } = await session.backendOf(`:${args.type}:`)
    if (backend.authorize === undefined) throw new ConfigError(`${backend.type} has no log-in`)
    const values = optionsFrom(args.client, args.secret)
    const conversation = openConversation(session.signal, process.stderr)
    try {
      const logIn = logInHere(session, `:${backend.type}`, !flags['auth-no-open-browser'])
      const added = await logIn(backend, values, createPrompter(conversation))
      await this.output.line('Paste the following into your remote machine --->')
      await this.output.line(toPaste(added))
      await this.output.line('<---End paste')
    } finally {
      conversation.close()
    }
  }
}

function optionsFrom(client: string | undefined, secret: string | undefined): Readonly<Record<string, string>> {
  if (client === undefined) return {}
  return secret === undefined ? fromPaste(client) : { client_id: client, client_secret: secret }
}
