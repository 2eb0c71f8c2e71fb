import { FsError, type FsObject, type FsPath, type SyncEvent } from '@tranship/core'
import { expect, test } from 'vitest'
import type { ReportLists } from './report-lists.js'
import { listSyncEvent } from './sync-report.js'

const path = 'a/b' as FsPath
const file: FsObject = { kind: 'object', path, size: 3 }
const old: FsObject = { kind: 'object', path: 'a/old' as FsPath }
const directory = { kind: 'directory', path } as const
const error = new FsError('denied', 'no')

test.each<[string, SyncEvent, string[]]>([
  ['new', { type: 'done', path, change: { do: 'copy', path, src: file, why: 'missing' } }, ['missing-on-dst a/b', 'after a/b']],
  ['changed', { type: 'done', path, change: { do: 'copy', path, src: file, dst: file, why: 'size' } }, ['differ a/b', 'after a/b']],
  ['of another time', { type: 'done', path, change: { do: 'touch', path, src: file, dst: file, time: 1n } }, ['match a/b', 'after a/b']],
  [
    'renamed',
    { type: 'done', path, change: { do: 'rename', path, src: file, dst: old } },
    ['missing-on-dst a/b', 'missing-on-src a/old', 'after a/b'],
  ],
  ['deleted', { type: 'done', path, change: { do: 'delete', path, dst: file } }, ['missing-on-src a/b']],
  ['dropped', { type: 'done', path, change: { do: 'drop', path, src: file } }, ['match a/b', 'after a/b']],
  ['kept', { type: 'kept', path }, ['match a/b', 'after a/b']],
  ['left', { type: 'left', path, dst: file }, ['missing-on-src a/b', 'after a/b']],
  ['not to be copied', { type: 'planned', path, change: { do: 'copy', path, src: file, why: 'missing' } }, ['missing-on-dst a/b']],
  [
    'not to be changed',
    { type: 'planned', path, change: { do: 'copy', path, src: file, dst: file, why: 'size' } },
    ['differ a/b', 'after a/b'],
  ],
  ['not to be deleted', { type: 'planned', path, change: { do: 'delete', path, dst: file } }, ['missing-on-src a/b', 'after a/b']],
  [
    'not to be renamed',
    { type: 'planned', path, change: { do: 'rename', path, src: file, dst: old } },
    ['missing-on-dst a/b', 'missing-on-src a/old', 'after a/old'],
  ],
  [
    'not copied',
    { type: 'failed', path, error, change: { do: 'copy', path, src: file, why: 'missing' } },
    ['missing-on-dst a/b', 'error a/b'],
  ],
  [
    'not deleted',
    { type: 'failed', path, error, change: { do: 'delete', path, dst: file } },
    ['missing-on-src a/b', 'error a/b', 'after a/b'],
  ],
  ['not read', { type: 'failed', path, error }, ['error a/b']],
  ['tried again', { type: 'retrying', path, error }, []],
  ['a directory', { type: 'done', path, change: { do: 'delete', path, dst: directory } }, []],
  ['the time of one', { type: 'done', path, change: { do: 'touch', path, src: directory, dst: directory, time: 1n } }, []],
])('what is %s stands on its lists', (_what, event, expected) => {
  const told: string[] = []
  const lists: ReportLists = {
    areWanted: true,
    add: async (list, name) => void told.push(`${list} ${name}`),
    stays: async (name) => void told.push(`after ${name}`),
    close: () => {},
  }
  listSyncEvent(lists, event)
  expect(told).toEqual(expected)
})
