import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { compileGlob, sectionNames, sectionOf } from '@tranship/core'
import { remoteOptions, remotesIn } from '../backends/said-options.js'
import { BaseCommand } from '../base-command.js'
import { jsonLine } from '../ui/json.js'
import { nameInListing } from '../ui/printable.js'
import { type ListedRemote, remoteOrder } from '../ui/remote-order.js'

export default class Listremotes extends BaseCommand {
  static override summary = 'List the remotes of the config file and of the environment.'
  static override args = { name: Args.string({ ignoreStdin: true, description: 'only remotes of which anything matches this glob' }) }
  static override flags = {
    long: Flags.boolean({ description: 'show type and description too' }),
    json: Flags.boolean({ description: 'print JSON: an array, with a remote a line', exclusive: ['long'] }),
    ndjson: Flags.boolean({ description: 'print a JSON object a line', exclusive: ['long', 'json'] }),
    name: Flags.string({ description: 'only remotes whose name matches', helpValue: 'GLOB' }),
    type: Flags.string({ description: 'only remotes of a type that matches', helpValue: 'GLOB' }),
    source: Flags.string({ description: 'only remotes whose source matches: file or environment', helpValue: 'GLOB' }),
    description: Flags.string({ description: 'only remotes whose description matches', helpValue: 'GLOB' }),
    exact: Flags.boolean({ description: 'a glob matches a whole text, not any part of it' }),
    'order-by': Flags.string({
      default: 'name',
      description: 'fields to order by: name, type, source, description; each with =descending to turn it round',
      helpValue: 'FIELDS',
    }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Listremotes)
    const session = await this.start(flags, raw)
    const config = await (await session.configFile()).read(session.log)
    const remotes = [...new Set([...sectionNames(config), ...remotesIn(process.env)])].map((name): ListedRemote => {
      const section = sectionOf(config, name)
      const { type = '', description = '' } = { ...section, ...remoteOptions(name, process.env) }
      const source = section === undefined ? 'environment' : 'file'
      return { name, type, source, description }
    })
    const order = remoteOrder(flags['order-by'])
    const chosen = (await matching(remotes, args.name, flags)).toSorted(order)
    for (const line of flags.long ? longLines(chosen) : plainLines(chosen, flags)) await this.output.line(line)
  }
}

type Globs = Readonly<Partial<Record<keyof ListedRemote, string | undefined>>>

/** The remotes of which each field matches its glob, and any field matches `glob`. */
async function matching(
  remotes: readonly ListedRemote[],
  glob: string | undefined,
  { exact, ...globs }: Globs & { readonly exact: boolean },
): Promise<readonly ListedRemote[]> {
  const all = ['name', 'type', 'source', 'description'] as const
  const tests = [...all.map((field) => [[field], globs[field]] as const), [all, glob] as const]
  let left = remotes
  for (const [fields, text] of tests) {
    if (text === undefined) continue
    const { matches } = await compileGlob(exact ? `/${text}` : `/**${text}**`)
    left = left.filter((remote) => fields.some((field) => matches(remote[field])))
  }
  return left
}

function plainLines(remotes: readonly ListedRemote[], flags: { readonly json: boolean; readonly ndjson: boolean }): readonly string[] {
  if (flags.ndjson) return remotes.map(jsonLine)
  if (flags.json) return ['[', ...remotes.map((remote, at) => `${jsonLine(remote)}${at < remotes.length - 1 ? ',' : ''}`), ']']
  return remotes.map(({ name }) => `${nameInListing(name)}:`)
}

function longLines(remotes: readonly ListedRemote[]): readonly string[] {
  const rows = remotes.map(
    ({ name, type, description }) => [`${nameInListing(name)}:`, nameInListing(type), nameInListing(description)] as const,
  )
  const [nameWidth, typeWidth] = ([0, 1] as const).map((column) => Math.max(0, ...rows.map((row) => row[column].length))) as [
    number,
    number,
  ]
  return rows.map(([name, type, description]) => `${name.padEnd(nameWidth)} ${type.padEnd(typeWidth)} ${description}`.trimEnd())
}
