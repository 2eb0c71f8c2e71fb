import { describe, expect, test } from 'vitest'
import { walked } from '../../test/flat.js'
import { entriesOf, memoryOf } from '../../test/memory.js'
import { bytesSource, readAll } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { fsPath, ROOT } from '../fs/path.js'
import { type Interceptor, intercept, type Operation, pathOf } from './intercept.js'

function recording(): { seen: string[]; interceptor: Interceptor } {
  const seen: string[] = []
  const tell = (shape: string, { method, args }: Operation) => seen.push(`${shape} ${method}/${args.length}`)
  return {
    seen,
    interceptor: {
      call: (operation, run) => {
        tell('call', operation)
        return run()
      },
      stream: (operation, run) => {
        tell('stream', operation)
        return run()
      },
    },
  }
}

describe('intercept', () => {
  test('passes every operation through with all it was given, and keeps features and place', async () => {
    const inner = await memoryOf({ 'a/b': 'text' })
    const { seen, interceptor } = recording()
    const fs = intercept(inner, interceptor)
    const object = await fs.stat(fsPath('a/b'), {})
    await entriesOf(fs.list(ROOT))
    await entriesOf(fs.listAll?.(ROOT, {}) ?? fs.list(ROOT))
    expect(Buffer.from(await readAll(fs.open(object))).toString()).toBe('text')
    await fs.put(fsPath('c'), bytesSource(Buffer.from('x')), {})
    await fs.copy?.(object, fsPath('d'))
    await fs.remove(object)
    expect(seen).toEqual([
      'call stat/2',
      'stream list/1',
      'stream listAll/2',
      'stream open/1',
      'call put/3',
      'call copy/2',
      'call remove/1',
    ])
    expect(fs.features).toBe(inner.features)
    expect(fs.place).toBe(inner.place)
  })

  test('what the Fs lacks stays absent, what it has is there', async () => {
    const inner = await memoryOf()
    expect(Object.keys(intercept(inner, {})).sort()).toEqual(Object.keys(inner).sort())
    expect('listAll' in intercept(walked(inner), recording().interceptor)).toBe(false)
  })

  test('calls a method on the Fs that has it', async () => {
    class Counting {
      readonly #answer = 42
      about = undefined
      async stat(): Promise<FsObject> {
        return { kind: 'object', path: fsPath('a'), size: this.#answer }
      }
    }
    const inner = new Counting() as unknown as Fs
    for (const interceptor of [{}, recording().interceptor])
      expect(await intercept(inner, interceptor).stat(fsPath('a'))).toMatchObject({ size: 42 })
  })

  test('a shape that the interceptor leaves out is not touched', async () => {
    const { seen, interceptor } = recording()
    const { call } = interceptor
    const fs = intercept(await memoryOf({ a: '' }), call ? { call } : {})
    await entriesOf(fs.list(ROOT))
    await fs.stat(fsPath('a'))
    expect(seen).toEqual(['call stat/1'])
  })
})

test('pathOf tells what an operation is about', () => {
  const entry: FsObject = { kind: 'object', path: fsPath('a/b') }
  expect(pathOf({ method: 'stat', args: ['a/b', {}] })).toBe('a/b')
  expect(pathOf({ method: 'remove', args: [entry] })).toBe('a/b')
  expect(pathOf({ method: 'list', args: [''] })).toBe('')
  expect(pathOf({ method: 'removeMany', args: [[entry]] })).toBeUndefined()
  expect(pathOf({ method: 'about', args: [] })).toBeUndefined()
  expect(pathOf({ method: 'about', args: [{ signal: undefined }] })).toBeUndefined()
  expect(pathOf({ method: 'discard', args: ['an upload id'] })).toBeUndefined()
})
