import { type ByteSource, type Fs, FsError, type FsPath, fsPath, joinPath } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { ACCOUNTS, container, type Options, opened, segmentsOf, tokenOf } from '../test/accounts.js'
import { bytesOf, md5, md5At, sourceOf } from '../test/bytes.js'
import { watch } from '../test/watching-proxy.js'

const SEGMENT = 100_000
const OPTIONS: Options = { chunk_size: SEGMENT }

const put = (fs: Fs, path: FsPath, size: number, seed = 1) =>
  fs.put(path, sourceOf(bytesOf(size, seed)), { modTime: 1_354_040_105_123_456_789n })

async function listed(fs: Fs, directory: FsPath): Promise<readonly (readonly [string, number | undefined])[]> {
  const found: (readonly [string, number | undefined])[] = []
  for await (const page of fs.list(directory)) for (const entry of page) if (entry.kind === 'object') found.push([entry.path, entry.size])
  return found
}

for (const account of ACCOUNTS) {
  describe.each(['slo', 'dlo'])(`large objects on ${account.name}, %s`, (kind) => {
    const options: Options = { ...OPTIONS, large_objects: kind }

    test('have their true size in listings, their MD5 in stat, and four segments under way at a time', async () => {
      const { storageUrl } = await tokenOf(account)
      const proxy = await watch(storageUrl)
      const fs = await opened(account, { ...options, storage_url: proxy.url })
      const name = await container(fs)
      const path = joinPath(name, 'large')
      const object = await put(fs, path, 10 * SEGMENT + 1)
      expect(proxy.mostSegments()).toBe(4)
      expect(await fs.stat(path)).toMatchObject({
        size: 10 * SEGMENT + 1,
        hashes: { md5: md5(bytesOf(10 * SEGMENT + 1)) },
        version: object.version,
      })
      expect(await listed(fs, name)).toEqual([[path, 10 * SEGMENT + 1]])
      expect(await segmentsOf(fs, name)).toHaveLength(11)
      await fs.setModTime?.(object, 5n)
      expect(await listed(fs, name)).toEqual([[path, 10 * SEGMENT + 1]])
      expect(await md5At(fs, await fs.stat(path))).toBe(md5(bytesOf(10 * SEGMENT + 1)))
    })

    test('leave no segment when they are replaced, copied over, moved away or removed', async () => {
      const fs = await opened(account, options)
      const name = await container(fs)
      const [a, b] = [joinPath(name, 'a'), joinPath(name, 'dir/b')]
      const small = joinPath(name, 'small')
      await put(fs, a, 3 * SEGMENT)
      await put(fs, a, 2 * SEGMENT, 2)
      expect(await segmentsOf(fs, name)).toHaveLength(2)
      const copy = await fs.copy?.(await fs.stat(a), b)
      expect(await segmentsOf(fs, name)).toHaveLength(4)
      const fresh = await fs.copy?.(await put(fs, small, 10), joinPath(name, 'fresh'), { replaces: 'nothing' })
      expect(await md5At(fs, fresh ?? expect.fail())).toBe(md5(bytesOf(10)))
      await fs.remove(await fs.stat(a))
      expect(await segmentsOf(fs, name)).toHaveLength(2)
      expect(await md5At(fs, copy ?? expect.fail())).toBe(md5(bytesOf(2 * SEGMENT, 2)))
      await fs.copy?.(await put(fs, small, 10), b)
      expect(await segmentsOf(fs, name)).toEqual([])
      await put(fs, a, 3 * SEGMENT)
      await put(fs, a, 10)
      expect(await segmentsOf(fs, name)).toEqual([])
      const many = [await put(fs, a, 3 * SEGMENT), await put(fs, small, 10)]
      for await (const { error } of fs.removeMany?.(many) ?? []) expect(error).toBeUndefined()
      expect([await segmentsOf(fs, name), await listed(fs, joinPath(name, 'dir'))]).toEqual([[], [[b, 10]]])
    })

    test('can be seen and removed without their segments too', async () => {
      const fs = await opened(account, options)
      const name = await container(fs)
      const path = joinPath(name, 'file')
      await put(fs, path, 3 * SEGMENT)
      const [first, ...others] = await segmentsOf(fs, name)
      await fs.remove(await fs.stat(first ?? expect.fail()))
      expect((await listed(fs, name)).map(([each]) => each)).toEqual([path])
      expect(others).toHaveLength(2)
      await fs.remove({ kind: 'object', path })
      expect([await listed(fs, name), await segmentsOf(fs, name)]).toEqual([[], []])
      await expect(fs.remove({ kind: 'object', path })).rejects.toMatchObject({ kind: 'not-found' })
    })

    test('leave no segment when they fail: by their source, by what is there, by an abort', async () => {
      const fs = await opened(account, options)
      const name = await container(fs)
      const path = joinPath(name, 'file')
      await put(fs, path, 10)
      const broken: ByteSource = {
        ...sourceOf(bytesOf(5 * SEGMENT)),
        open: async function* () {
          yield bytesOf(3 * SEGMENT + 10)
          throw new FsError('denied', 'the source broke off')
        },
      }
      await expect(fs.put(path, broken)).rejects.toMatchObject({ kind: 'denied' })
      expect(await segmentsOf(fs, name)).toEqual([])
      const stop = new AbortController()
      const reason = new Error('enough')
      const stalling: ByteSource = {
        ...broken,
        open: async function* () {
          yield bytesOf(3 * SEGMENT + 10)
          setImmediate(() => stop.abort(reason))
          await new Promise(() => {})
        },
      }
      await expect(fs.put(path, stalling, { signal: stop.signal })).rejects.toBe(reason)
      expect(await segmentsOf(fs, name)).toEqual([])
      if (account.name === 'OpenStack Swift') {
        await expect(fs.put(path, sourceOf(bytesOf(3 * SEGMENT)), { replaces: 'nothing' })).rejects.toMatchObject({
          kind: 'precondition-failed',
        })
        expect(await segmentsOf(fs, name)).toEqual([])
      }
      expect((await fs.stat(path)).size).toBe(10)
    })
  })

  describe(`large objects of others on ${account.name}`, () => {
    /** Segments and a manifest as other clients write them. */
    async function foreign(name: FsPath, key: string, kind: 'slo' | 'dlo', segments: string): Promise<void> {
      const { storageUrl, token } = await tokenOf(account)
      const send = async (target: string, body: string, headers = {}) => {
        const answer = await fetch(`${storageUrl}/${target}`, { method: 'PUT', body, headers: { 'x-auth-token': token, ...headers } })
        expect(answer.status).toBeLessThan(300)
      }
      await send(`${name}_segments`, '')
      for (const at of [1, 2]) await send(`${name}_segments/${segments}${at}`, String(at).repeat(100))
      if (kind === 'dlo') return send(`${name}/${key}`, '', { 'x-object-manifest': `${name}_segments/${segments}` })
      const list = [1, 2].map((at) => ({
        path: `/${name}_segments/${segments}${at}`,
        etag: md5(Buffer.from(String(at).repeat(100))),
        size_bytes: 100,
      }))
      await send(`${name}/${key}?multipart-manifest=put`, JSON.stringify(list))
    }

    test.each(['slo', 'dlo'] as const)('are listed, read, replaced and removed with their segments: %s', async (kind) => {
      const fs = await opened(account, OPTIONS)
      const name = await container(fs)
      const path = joinPath(name, 'film')
      const write = () => foreign(name, 'film', kind, 'film/1395/200/100/')
      await write()
      expect(await listed(fs, name)).toEqual([[path, 200]])
      expect(await md5At(fs, await fs.stat(path))).toBe(md5(Buffer.from('1'.repeat(100) + '2'.repeat(100))))
      await put(fs, path, 10)
      expect(await segmentsOf(fs, name)).toEqual([])
      await write()
      await fs.remove(await fs.stat(path))
      expect(await segmentsOf(fs, name)).toEqual([])
    })

    test('are replaced where the service shows no segments, and the container for them is missing', async () => {
      const fs = await opened(account, OPTIONS)
      const [name, other] = [await container(fs), await container(fs)]
      await foreign(other, 'film', 'slo', 'film/1395/200/100/')
      const { storageUrl, token } = await tokenOf(account)
      const list = [1, 2].map((at) => ({ path: `/${other}_segments/film/1395/200/100/${at}`, size_bytes: 100 }))
      const headers = { 'x-auth-token': token }
      await fetch(`${storageUrl}/${name}/film?multipart-manifest=put`, { method: 'PUT', body: JSON.stringify(list), headers })
      await put(fs, joinPath(name, 'film'), 10)
      expect(await listed(fs, name)).toEqual([[joinPath(name, 'film'), 10]])
    })

    test('keep segments that are not clearly their own', async () => {
      const fs = await opened(account, OPTIONS)
      const name = await container(fs)
      const other = joinPath(`${name}_segments` as FsPath, 'film')
      await foreign(name, 'fi', 'dlo', 'film')
      await fs.remove(await fs.stat(joinPath(name, 'fi')))
      expect(await segmentsOf(fs, name)).toEqual([1, 2].map((at) => fsPath(`${other}${at}`)))
    })

    test('stand for directories, wherever their markers sort', async () => {
      const fs = await opened(account, OPTIONS)
      const name = await container(fs)
      const { storageUrl, token } = await tokenOf(account)
      for (const key of ['d', 'e', 'slash/']) {
        const headers = { 'x-auth-token': token, 'content-type': 'application/directory' }
        await fetch(`${storageUrl}/${name}/${key}`, { method: 'PUT', headers })
      }
      for (const key of ['d!', 'd/x', 'e0']) await put(fs, joinPath(name, key), 1)
      for (const list of [fs.list, fs.listAll]) {
        const keys: string[] = []
        for await (const page of list?.call(fs, name) ?? [])
          for (const entry of page)
            if (!entry.path.endsWith('/x')) keys.push(`${entry.path.slice(name.length + 1)}${entry.kind === 'directory' ? '/' : ''}`)
        expect(keys).toEqual(['d!', 'd/', 'e/', 'e0', 'slash/'])
      }
      await expect(fs.stat(joinPath(name, 'e'))).rejects.toMatchObject({ kind: 'is-directory' })
      await expect(fs.rmdir(joinPath(name, 'd'))).rejects.toMatchObject({ kind: 'not-empty' })
      for (const key of ['e', 'slash']) await fs.rmdir(joinPath(name, key))
      await fs.remove(await fs.stat(joinPath(name, 'd/x')))
      await fs.rmdir(joinPath(name, 'd'))
      expect((await listed(fs, name)).map(([path]) => path)).toEqual(['d!', 'e0'].map((key) => joinPath(name, key)))
    })
  })
}
test.skipIf(ACCOUNTS.length > 0)('swift: no server is named to test against', () => {})
