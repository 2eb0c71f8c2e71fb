import { wrapped } from '../ui/wrapped.js'
import type { CommandFacts } from './command-facts.js'
import { columns, flagLines } from './command-text.js'

const GLOBS = [
  ['*', 'any letters but /'],
  ['**', 'any letters, / too'],
  ['?', 'one letter but /'],
  ['[a-z]', 'one of these letters; [!a-z] one that is none of them'],
  ['{one,two}', 'one of these globs'],
  ['{{expression}}', 'a regular expression'],
  ['/x', 'x at the root of what is listed; without the slash at the end of any path'],
  ['x/', 'a directory, and all below it'],
] as const

/** How files are chosen. */
export function filterLines(commands: readonly CommandFacts[], width: number): readonly string[] {
  const flags = commands.find(({ name }) => name === 'ls')?.groups.find(({ name }) => name === 'FILTER')?.flags ?? []
  const paragraphs = [
    'Filters say which files a command is about. The rules are tried in their order, and the first that matches a path decides; what no rule matches is wanted. Where anything is included, all the rest is excluded at the end.',
    'The order of --filter flags is that of the command line; between flags of different names it is fixed: --include, --exclude, --filter, each with its -from. Use --filter alone when the order matters.',
  ]
  return [
    ...paragraphs.flatMap((text, at) => [...(at === 0 ? [] : ['']), ...wrapped(text, width)]),
    '',
    'GLOBS',
    ...columns(GLOBS, width),
    '',
    'FILTER FLAGS',
    ...flagLines(flags, width),
    '',
    'EXAMPLES',
    "  $ tranship ls photos: --include '*.{jpg,png}'",
    "  $ tranship sync src dst --filter '- *.tmp' --filter '+ /keep/**' --filter '- *' --dry-run",
    '  $ tranship delete logs: --min-age 30d --dry-run',
  ]
}
