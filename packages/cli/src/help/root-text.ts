import { columns } from './command-text.js'

/** The commands by what they are for, important ones first. Commands of plugins, and what is not here, come last. */
const TOPICS: Readonly<Record<string, string>> = {
  'COPY AND SYNC': 'copy sync move copyto moveto check plan apply',
  LOOK: 'ls lsl lsd lsf lsjson tree size about',
  FILES: 'cat rcat touch delete deletefile purge mkdir rmdir rmdirs copyurl link settier dedupe cleanup',
  HASHES: 'hashsum md5sum sha1sum checksum',
  REMOTES: 'config listremotes backend doctor plugins authorize obscure reveal',
  HELP: 'help completion version',
}

const NAME_WIDTH = 11

/** What `tranship` prints by itself, or with `--help`: every command and what it does, in one line. */
export function rootText(summaries: ReadonlyMap<string, string>, width: number): readonly string[] {
  const named = new Set(Object.values(TOPICS).flatMap((names) => names.split(' ')))
  const others = [...summaries.keys()].filter((name) => !named.has(name) && !name.includes(' ')).toSorted()
  const topics = [...Object.entries(TOPICS), ['OTHERS', others.join(' ')] as const]
  const sections = topics.flatMap(([title, names]) => {
    const rows = names.split(' ').flatMap((name) => {
      const summary = summaries.get(name)
      return summary === undefined ? [] : [[name, summary.replace(/\.$/, '').split(/[.:] /)[0] ?? ''] as const]
    })
    return rows.length === 0 ? [] : ['', title, ...columns(rows, width, NAME_WIDTH)]
  })
  return [
    "Moves files between storage systems, with rclone's words, flags and config file.",
    '',
    'USAGE',
    '  tranship COMMAND [flags] ARGUMENTS',
    ...sections,
    '',
    '`tranship COMMAND --help` tells of one command, `tranship help flags` of all flags, `tranship help filters` of filters,',
    '`tranship help backends` of the storage systems.',
  ]
}
