import { describe, expect, test } from 'vitest'
import { failing } from '../../../test/faults.js'
import { memoryOf } from '../../../test/memory.js'
import type { FsObject, Page } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { fsPath } from '../../fs/path.js'
import { lookUp } from './lookup.js'

const object = (path: string): FsObject => ({ kind: 'object', path: fsPath(path) })
const options = { signal: new AbortController().signal, width: 2 }

async function* onePage(...page: FsObject[]): AsyncIterable<Page> {
  yield page
}

describe('lookUp', () => {
  test('pairs each source with what is at its path, a directory too, and starts no listing', async () => {
    const inner = await memoryOf({ a: 'x', 'd/x': '' })
    const dst = failing(inner, ({ method }) => (method === 'stat' ? undefined : new Error(`no ${method} is wanted`)))
    const pairs = (await Array.fromAsync(lookUp(onePage(object('a'), object('b'), object('d')), dst, options))).flat()
    expect(pairs).toEqual([
      { path: 'a', src: object('a'), dst: await inner.stat(fsPath('a')) },
      { path: 'b', src: object('b') },
      { path: 'd', src: object('d'), dst: { kind: 'directory', path: 'd' } },
    ])
  })

  test('tells what cannot be asked', async () => {
    const cause = new FsError('denied', 'no')
    const dst = failing(await memoryOf(), () => cause)
    const pairs = (await Array.fromAsync(lookUp(onePage(object('a')), dst, options))).flat()
    expect(pairs).toEqual([{ path: 'a', src: object('a'), dst: { kind: 'unreadable', path: 'a', cause } }])
  })
})
