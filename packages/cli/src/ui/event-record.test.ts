import { FsError, type FsObject, type FsPath, type SyncEvent } from '@tranship/core'
import { expect, test } from 'vitest'
import { eventRecord } from './event-record.js'
import { createLog } from './log.js'
import { EVENT_FIELDS, LOG_EVENTS } from './log-events.js'

const path = 'a/b' as FsPath
const file: FsObject = { kind: 'object', path, size: 3 }
const EVENTS: readonly SyncEvent[] = [
  { type: 'done', path, change: { do: 'copy', path, src: file, why: 'missing' }, how: { bytes: 3, onServer: false, moved: false } },
  { type: 'done', path, change: { do: 'copy', path, src: file, dst: file, why: 'size' }, how: { bytes: 3, onServer: true, moved: true } },
  { type: 'done', path, change: { do: 'touch', path, src: file, dst: file, time: 1n } },
  { type: 'done', path, change: { do: 'rename', path, src: file, dst: file } },
  { type: 'done', path, change: { do: 'make', path, src: { kind: 'directory', path } } },
  { type: 'done', path, change: { do: 'drop', path, src: file } },
  { type: 'done', path, change: { do: 'delete', path, dst: { kind: 'directory', path } } },
  { type: 'planned', path, change: { do: 'copy', path, src: file, why: 'missing' } },
  { type: 'kept', path, why: 'newer' },
  { type: 'left', path, dst: file },
  { type: 'failed', path, error: new FsError('denied', 'no') },
  { type: 'retrying', path, error: new FsError('unavailable', 'later') },
  { type: 'duplicate', path, side: 'dst', entry: file },
  { type: 'deletes-withheld', path, deletes: 7, why: 'errors' },
  { type: 'listed-again', path },
  { type: 'stopped', path, why: 'max-transfer' },
  { type: 'notice', path, what: 'no-common-hash' },
  { type: 'limit-chosen', path, remote: 'work', choice: { use: 'upload', limit: 67, why: 'refused', pace: 142.3 } },
]

test.each(EVENTS)('the record of $type has the keys that the table of events names, of their types', (event) => {
  const { event: name, ...fields } = eventRecord(event)
  const { fields: needed = [], optional = [] } = LOG_EVENTS[name] as {
    readonly fields?: readonly string[]
    readonly optional?: readonly string[]
    readonly help: string
  }
  expect([...needed, ...optional]).toEqual(expect.arrayContaining(Object.keys(fields)))
  expect(Object.keys(fields)).toEqual(expect.arrayContaining([...needed]))
  for (const [key, value] of Object.entries(fields)) {
    const [type] = EVENT_FIELDS[key as keyof typeof EVENT_FIELDS]
    expect(typeof value, key).toBe({ integer: 'number', boolean: 'boolean', text: 'string' }[type])
  }
})

test('a line of the JSON log is one object, and nothing in it steers a terminal', () => {
  const lines: string[] = []
  const log = createLog((text) => lines.push(text), { most: 'info', json: true })
  log('info', 'Copied (new)', 'a\n\u001b[31mb\u009b', { event: 'listed-again' })
  log('debug', 'not told')
  expect(lines).toHaveLength(1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(lines[0]).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    msg: 'Copied (new)',
    object: 'a\n\u001b[31mb\u009b',
    schema: 1,
    event: 'listed-again',
  })
})
