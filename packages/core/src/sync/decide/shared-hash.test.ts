import { expect, test } from 'vitest'
import { memoryOf } from '../../../test/memory.js'
import type { FsObject } from '../../fs/entry.js'
import type { Features, Fs } from '../../fs/fs.js'
import type { Hashes, HashName } from '../../fs/hash.js'
import { fsPath } from '../../fs/path.js'
import { commonHashes, sharedDigests } from './shared-hash.js'

const having = (hashes: readonly HashName[]) => ({ hashes }) as Features

test.each<[HashName[], HashName[], HashName[]]>([
  [
    ['md5', 'sha1'],
    ['sha1', 'md5'],
    ['md5', 'sha1'],
  ],
  [
    ['quickxor', 'sha1'],
    ['quickxor', 'sha1'],
    ['sha1', 'quickxor'],
  ],
  [['quickxor'], ['quickxor'], ['quickxor']],
  [['md5'], ['sha1'], []],
])('of %j and %j the common hashes are %j', (src, dst, common) => {
  expect(commonHashes(having(src), having(dst))).toEqual(common)
})

const object: FsObject = { kind: 'object', path: fsPath('file') }
const signal = new AbortController().signal
const NAMES = ['md5', 'sha1', 'sha256']

/** An Fs that tells these hashes of each object, only when it is asked; and what it was asked. */
async function service(told: Hashes): Promise<{ readonly fs: Fs; readonly asked: string[] }> {
  const asked: string[] = []
  const { direct: _, ...memory } = await memoryOf({})
  const fs: Fs = {
    ...memory,
    stat: async () => {
      asked.push('stat')
      return { ...object, hashes: told }
    },
    hash: async (_object, name) => {
      asked.push(name)
      return undefined
    },
  }
  return { fs, asked }
}

/** An Fs of this machine: what it is asked, it reads the file for. */
async function machine(): Promise<{ readonly fs: Fs; readonly asked: string[] }> {
  const { fs, asked } = await service({})
  const hash: Fs['hash'] = async (_object, name) => {
    asked.push(name)
    return `local ${name}`
  }
  return { fs: { ...fs, direct: async () => ({}), hash }, asked }
}

test('a file of this machine is read for a hash that the service has of the object', async () => {
  const [here, there] = [await machine(), await service({ sha256: 'told' })]
  expect(await sharedDigests({ fs: here.fs, object }, { fs: there.fs, object }, NAMES, signal)).toEqual(['local sha256', 'told'])
  expect([here.asked, there.asked]).toEqual([['sha256'], ['stat']])
})

test('what a listing told is not asked for', async () => {
  const [here, there] = [await machine(), await service({ sha256: 'told' })]
  const listed = { ...object, hashes: { md5: 'listed' } }
  expect(await sharedDigests({ fs: there.fs, object: listed }, { fs: here.fs, object }, NAMES, signal)).toEqual(['listed', 'local md5'])
  expect(there.asked).toEqual([])
})

test('services that have no hash of both objects in common are asked for the first one', async () => {
  const [a, b] = [await service({ sha1: 'a' }), await service({ sha256: 'b' })]
  expect(await sharedDigests({ fs: a.fs, object }, { fs: b.fs, object }, NAMES, signal)).toEqual([undefined, undefined])
  expect(await sharedDigests({ fs: a.fs, object }, { fs: b.fs, object }, [], signal)).toEqual([undefined, undefined])
})
