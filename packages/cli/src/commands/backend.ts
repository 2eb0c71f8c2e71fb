import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type Backend as BackendType, ConfigError } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import type { Session } from '../session.js'
import { backendFeatures } from '../ui/backend-features.js'
import { jsonLines } from '../ui/json.js'
import { printable } from '../ui/printable.js'

export default class Backend extends BaseCommand {
  static override summary = 'Run a command that only one backend has; or tell what a remote can do.'
  static override description =
    '`backend help s3` lists the commands of a backend, `backend features remote:` prints what a remote can do as JSON.'
  static override examples = ['<%= config.bin %> backend features work:', '<%= config.bin %> backend help s3']
  static override strict = false
  static override args = {
    command: Args.string({ required: true, ignoreStdin: true, description: 'features, help, or a command of the backend' }),
    path: Args.string({ required: true, ignoreStdin: true, description: 'path or remote:path; for help also the name of a backend' }),
  }
  static override flags = {
    option: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      description: 'NAME=VALUE or NAME, for the command',
      helpValue: 'OPTION',
    }),
    json: Flags.boolean({ description: 'always print JSON' }),
  }

  async run(): Promise<void> {
    const { args, argv, flags, raw } = await this.parse(Backend)
    const session = await this.start(flags, raw)
    const { command, path } = args
    if (command === 'help') return this.#lines(helpLines(await backendNamed(session, path)))
    const { backend, remote } = await session.backendOf(path)
    const fs = await session.openDirectory(path)
    if (command === 'features') return this.output.line(jsonLines(backendFeatures(backend, remote, fs)))

    const known = backend.commands ?? {}
    const found = Object.hasOwn(known, command) ? known[command] : undefined
    if (found === undefined) throw new ConfigError(`${backend.type} has no command ${JSON.stringify(command)}; ${commandNames(backend)}`)
    const rest = argv.slice(2).map(String)
    await this.#lines(resultLines(await found.run(fs, rest, optionsFrom(flags.option ?? [])), flags.json))
  }

  async #lines(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.output.line(line)
  }
}

/** By its own name, or as that of a location. */
async function backendNamed(session: Session, text: string): Promise<BackendType> {
  const location = /^[\w -]+$/.test(text) ? `:${text}:` : text
  return (await session.backendOf(location)).backend
}

function helpLines(backend: BackendType): readonly string[] {
  const commands = Object.entries(backend.commands ?? {})
  if (commands.length === 0) return [`${backend.type} has no commands of its own.`]
  return commands.flatMap(([name, { help }], at) => [
    ...(at === 0 ? [] : ['']),
    `${name} PATH [ARGUMENTS]`,
    ...help.split('\n').map((line) => `  ${line}`),
  ])
}

function commandNames({ commands = {} }: BackendType): string {
  const names = Object.keys(commands)
  return names.length === 0 ? 'it has none of its own' : `there are: ${names.join(', ')}`
}

/** NAME stands for NAME= with nothing behind it. */
function optionsFrom(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map((text) => [text.split('=', 1)[0] ?? '', text.includes('=') ? text.slice(text.indexOf('=') + 1) : '']))
}

/** Texts as lines, anything else as JSON, nothing as nothing. */
function resultLines(result: unknown, isJson: boolean): readonly string[] {
  if (result === undefined) return []
  const texts = Array.isArray(result) ? result : [result]
  if (isJson || !texts.every((text) => typeof text === 'string')) return [jsonLines(result)]
  return process.stdout.isTTY ? texts.flatMap((text) => text.split('\n')).map(printable) : texts
}
