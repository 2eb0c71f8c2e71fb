import { EVENT_FIELDS, LOG_EVENTS, LOG_SCHEMA } from './log-events.js'
import { markdownTable } from './markdown-table.js'

interface Spec {
  readonly help: string
  readonly fields?: readonly (keyof typeof EVENT_FIELDS)[]
  readonly optional?: readonly (keyof typeof EVENT_FIELDS)[]
}

/** The page about the JSON log, as Markdown. */
export function eventsPage(): string {
  const events: readonly (readonly [string, Spec])[] = Object.entries(LOG_EVENTS)
  const fields = Object.entries(EVENT_FIELDS)
  return `# The JSON log

<!-- Made from packages/cli/src/ui/log-events.ts: \`pnpm docs:update\` writes it anew. -->

With \`--use-json-log\` each line of the log is a JSON object. The levels are those of the log as text: \`-v\` shows \`info\`, \`-vv\` also \`debug\`.
Nothing in a line steers a terminal, and no line holds a secret.

\`\`\`text
{"time":"2026-11-23T05:53:39.373Z","level":"info","msg":"Copied (new)","object":"a/b.txt","schema":${LOG_SCHEMA},"event":"copied","onServer":false,"replaced":false,"size":3}
\`\`\`

${markdownTable(
  ['key', 'what it tells'],
  [
    ['`time`', 'when it was logged, RFC 3339 in UTC'],
    ['`level`', '`error`, `notice`, `info` or `debug`'],
    ['`msg`', 'the same as in the log as text; for people, and not part of the schema'],
    ['`object`', 'the path that it is about, as it is stored; absent: none'],
    [
      '`schema`',
      `${LOG_SCHEMA}: the version of this page. It changes when a key or an event goes or means something else, not when one comes`,
    ],
    ['`event`', 'what happened, by the table below; absent: only the message tells'],
  ],
)}

## Events

${markdownTable(
  ['event', 'what happened', 'keys', 'keys that may be absent'],
  events.map(([name, { help, fields = [], optional = [] }]) => [`\`${name}\``, help, listed(fields), listed(optional)]),
)}

## Keys

${markdownTable(
  ['key', 'type', 'what it tells'],
  fields.map(([name, [type, help]]) => [`\`${name}\``, type, help]),
)}
`
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ')
}
