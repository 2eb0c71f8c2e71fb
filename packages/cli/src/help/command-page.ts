import { markdownTable } from '../ui/markdown-table.js'
import type { CommandFacts, FlagFacts } from './command-facts.js'
import { COMMON_GROUPS, flagText, titleOf, usageOf } from './command-text.js'

const GENERATED = '<!-- Made from the command itself: docs/commands/README.md says how. -->'

/** Groups that many commands have, told on a page of their own. */
const ON_FLAGS_PAGE: ReadonlySet<string> = new Set([...COMMON_GROUPS, 'LOGGING', 'FILTER', 'PROGRESS'])

/** The page of a command, as Markdown. */
export function commandPage(facts: CommandFacts): string {
  const { name, summary, description, arguments: args, groups, examples } = facts
  const common = groups.filter((group) => ON_FLAGS_PAGE.has(group.name))
  return page([
    `# ${name}`,
    GENERATED,
    summary,
    fenced([usageOf(facts)]),
    description.replace(/\n+/g, '\n\n'),
    markdownTable(
      ['argument', 'what it is'],
      args.map((argument) => [`\`${argument.name}\``, argument.required ? argument.text : `${argument.text} (may be left out)`]),
    ),
    ...groups.flatMap((group) => (ON_FLAGS_PAGE.has(group.name) ? [] : [`## ${title(titleOf(group))}`, flagTable(group.flags)])),
    common.length === 0 ? '' : `It also takes the flags for ${common.map(linkTo).join(', ')}.`,
    ...(examples.length === 0 ? [] : ['## Examples', fenced(examples.map((example) => `tranship ${example}`))]),
  ])
}

/** The page of the flags that many commands have. */
export function flagsPage(commands: readonly CommandFacts[]): string {
  const groups = new Map(commands.flatMap((command) => command.groups).map((group) => [group.name, group]))
  const shown = [...ON_FLAGS_PAGE].flatMap((name) => groups.get(name) ?? [])
  return page([
    '# Flags of many commands',
    GENERATED,
    'Flags may stand anywhere, also before the command. A flag of rclone that is of no use to a command is taken, and it is said that it changes nothing.',
    ...shown.flatMap((group) => [`## ${title(titleOf(group))}`, flagTable(group.flags)]),
  ])
}

/** The page that lists all pages. */
export function indexPage(commands: readonly CommandFacts[]): string {
  return page([
    '# Commands',
    GENERATED,
    'A page for each command, made from what the command itself says: `pnpm docs:update` writes them anew, and a test tells when they are out of date.',
    markdownTable(
      ['command', 'what it does'],
      commands.map((command) => [`[${command.name}](${fileOf(command.name)})`, command.summary]),
    ),
    'The flags that many commands have: [flags](flags.md).',
  ])
}

/** The file of a command's page. */
export function fileOf(name: string): string {
  return `${name.replaceAll(' ', '-')}.md`
}

function flagTable(flags: readonly FlagFacts[]): string {
  return markdownTable(
    ['flag', 'meaning'],
    flags.map((flag) => {
      const { name, char, value, allowNo } = flag
      const long = `--${allowNo ? '[no-]' : ''}${name}${value === undefined ? '' : ` ${value}`}`
      return [`${char === undefined ? '' : `\`-${char}\`, `}\`${long}\``, flagText(flag)]
    }),
  )
}

function linkTo({ name }: { readonly name: string }): string {
  return `[${name.toLowerCase()}](flags.md#${name.toLowerCase()}-flags)`
}

/** "NETWORK FLAGS" → "Network flags". */
function title(text: string): string {
  return `${text[0]}${text.slice(1).toLowerCase()}`
}

function fenced(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n')
}

function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}
