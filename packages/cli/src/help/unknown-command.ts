import { nearest } from '../ui/nearest.js'

/** Commands of rclone that are not here, and what to use instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  archive: 'pipe: `tranship cat` and `tranship rcat` read and write files',
  bisync: 'there is no two-way sync: see `tranship sync` and `tranship plan`',
  convmv: '`tranship moveto` renames one file',
  cryptcheck: 'there is no backend that encrypts',
  cryptdecode: 'there is no backend that encrypts',
  gui: 'there is no interface but this one',
  mount: 'nothing can be mounted: see `tranship cat`, `tranship copy`',
  ncdu: 'see `tranship tree --size` and `tranship size`',
  rc: 'there is no remote control: use @tranship/core in a program of your own',
  rcd: 'there is no remote control: use @tranship/core in a program of your own',
  selfupdate: '`npm install -g tranship` updates it',
  serve: 'nothing is served',
  test: '`tranship doctor` tests a remote',
}

/** What is wrong with words that name no command, and the one that was probably meant. `ids` are those of all commands: "config:show". */
export function unknownCommand(words: readonly string[], ids: readonly string[]): string {
  const known = words.findLastIndex((_, at) => ids.some((id) => `${id}:`.startsWith(`${words.slice(0, at + 1).join(':')}:`))) + 1
  return known === 0 ? unknownWord(words[0] ?? '', ids) : unknownSubcommand(words.slice(0, known), words[known] ?? '', ids)
}

function unknownWord(typed: string, ids: readonly string[]): string {
  if (typed.startsWith('-')) return 'no command is given; `tranship help` lists all'
  const said = `there is no command ${JSON.stringify(typed)}`
  if (Object.hasOwn(INSTEAD, typed)) return `${said}: ${INSTEAD[typed]}`
  const near = nearest(
    typed,
    ids.map((id) => id.split(':')[0] ?? id),
  )
  return near === undefined ? `${said}; \`tranship help\` lists all` : `${said}: did you mean ${near}?`
}

/** `command` is one, or what commands below it begin with. */
function unknownSubcommand(command: readonly string[], typed: string, ids: readonly string[]): string {
  const start = `${command.join(':')}:`
  const name = command.join(' ')
  const below = new Set(ids.flatMap((id) => (id.startsWith(start) ? [id.slice(start.length).split(':')[0] ?? ''] : [])))
  if (below.size === 0) return `tranship ${name} takes no argument: leave out ${JSON.stringify(typed)}`
  const near = nearest(typed, below)
  const advice = near === undefined ? `; there are ${[...below].toSorted().join(', ')}` : `: did you mean ${name} ${near}?`
  return `there is no command ${JSON.stringify(`${name} ${typed}`)}${advice}`
}
