/** The version of what the JSON log says. It changes when a field or an event goes or means something else, not when one comes. */
export const LOG_SCHEMA = 1

/** What is told of an event besides its path. Sizes are in bytes, times in milliseconds. */
export const EVENT_FIELDS = {
  size: ['integer', 'bytes of the file; absent: not known'],
  onServer: ['boolean', 'the service did it by itself: no byte came through this machine'],
  replaced: ['boolean', 'there was a file of this name before'],
  directory: ['boolean', 'it is about a directory'],
  from: ['text', 'the path before'],
  change: ['text', 'what would be done: copy, touch, rename, make, drop or delete'],
  reason: ['text', 'why'],
  kind: ['text', 'the kind of the error, as in docs/library.md'],
  temporary: ['boolean', 'another try may go well'],
  side: ['text', 'src or dst'],
  deletes: ['integer', 'files that were not deleted'],
  what: ['text', 'what could not be had'],
  remote: ['text', 'the name of a remote'],
  use: ['text', 'what requests are for: upload, open (downloads) or request (all others)'],
  limit: ['integer', 'how many requests may be in flight'],
  pace: ['integer', 'requests a minute that the service takes; absent: it refused none'],
  bytes: ['integer', 'bytes of the files that were copied, or read'],
  totalBytes: ['integer', 'those, and what is known to be copied yet'],
  copied: ['integer', 'files copied'],
  updated: ['integer', 'of these, those that replaced another one'],
  totalFiles: ['integer', 'files copied, and those that are known to be copied yet'],
  renamed: ['integer', 'files renamed'],
  touched: ['integer', 'files of which the time was set'],
  deleted: ['integer', 'files deleted'],
  unchanged: ['integer', 'files that were as they should be'],
  failed: ['integer', 'failures'],
  listed: ['integer', 'files and directories that were listed'],
  checked: ['integer', 'files that were compared or hashed'],
  changed: ['integer', 'files whose time or storage class was set'],
  speed: ['integer', 'bytes a second now'],
  eta: ['integer', 'seconds until all that is known is copied; absent: not known'],
  elapsed: ['integer', 'milliseconds since the begin'],
} as const satisfies Record<string, readonly ['integer' | 'boolean' | 'text', string]>

type FieldName = keyof typeof EVENT_FIELDS

interface EventSpec {
  readonly help: string
  readonly fields?: readonly FieldName[]
  /** Fields that are absent where there is nothing to tell. */
  readonly optional?: readonly FieldName[]
}

const TOTALS = ['bytes', 'copied', 'updated', 'renamed', 'touched', 'deleted', 'unchanged', 'failed', 'elapsed'] as const

/** The events of the JSON log, by the word in their field `event`. */
export const LOG_EVENTS = {
  copied: { help: 'A file was copied.', fields: ['onServer', 'replaced'], optional: ['size'] },
  moved: { help: 'A file was moved: the source is gone.', fields: ['onServer', 'replaced'], optional: ['size'] },
  touched: { help: 'The time of a file or directory was set; its bytes are as they should be.', fields: ['directory'] },
  renamed: { help: 'A file of the destination was renamed.', fields: ['from'] },
  made: { help: 'A directory was made.' },
  dropped: { help: 'A move removed it from the source, as the destination has it.', fields: ['directory'] },
  deleted: { help: 'A file or directory was deleted.', fields: ['directory'] },
  unchanged: { help: 'A file was left as it is.', optional: ['reason'] },
  left: { help: 'Only the destination has the file, and it stays.' },
  planned: { help: 'A dry run, or somebody who said no: this would have been done.', fields: ['change'], optional: ['size'] },
  failed: { help: 'Something failed, and is counted.', fields: ['kind', 'temporary'] },
  retrying: { help: 'Something failed, and is tried again.', fields: ['kind', 'temporary'] },
  duplicate: { help: 'One of several of this name; it is left as it is.', fields: ['side'] },
  'deletes-withheld': { help: 'Deletes that were decided were not done.', fields: ['deletes', 'reason'] },
  'listed-again': { help: 'A side broke the order that it promised: both are listed again.' },
  stopped: { help: 'A limit was reached: nothing more is begun.', fields: ['reason'] },
  notice: { help: 'Something that was chosen cannot be had; the work goes on without it.', fields: ['what'] },
  'limit-chosen': {
    help: 'Another number of requests to a remote may be in flight from now on.',
    fields: ['remote', 'use', 'limit', 'reason'],
    optional: ['pace'],
  },
  stats: {
    help: 'How far the work is, every --stats.',
    fields: [...TOTALS, 'totalBytes', 'totalFiles', 'speed'],
    optional: ['eta'],
  },
  summary: { help: 'What the work came to.', fields: TOTALS },
  looked: {
    help: 'How far work is that moves no file, every --stats and at its end.',
    fields: ['listed', 'checked', 'deleted', 'changed', 'bytes', 'failed', 'elapsed'],
  },
} as const satisfies Record<string, EventSpec>

type Specs = typeof LOG_EVENTS
type EventName = keyof Specs
interface FieldTypes {
  readonly integer: number
  readonly boolean: boolean
  readonly text: string
}
type FieldType<Name extends FieldName> = FieldTypes[(typeof EVENT_FIELDS)[Name][0]]
type Named<Spec, Key extends string> = Spec extends { readonly [K in Key]: readonly (infer Name extends FieldName)[] } ? Name : never

type EventOf<Name extends EventName> = { readonly event: Name } & {
  readonly [Field in Named<Specs[Name], 'fields'>]: FieldType<Field>
} & { readonly [Field in Named<Specs[Name], 'optional'>]?: FieldType<Field> }

/** What happened, as the JSON log tells it. */
export type LogEvent = { readonly [Name in EventName]: EventOf<Name> }[EventName]
