import { bytesSource, type FsPath } from '@tranship/core'
import type { Reply } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import type { Session } from './client.js'
import { namePages } from './listing/list-pages.js'
import { rewrite } from './rewrite.js'
import type { Settings } from './settings.js'
import { beginUpload } from './upload/chunk-session.js'
import { piecesOf } from './upload/chunks.js'
import { parseState } from './upload/upload-state.js'
import type { Write } from './upload/write.js'

const path = 'box/file' as FsPath
const place = { bucket: 'box', key: 'file' }

/** A service that answers all requests alike. */
function service(answer: object, headers: Reply['headers'] = {}): Session {
  const request = async (): Promise<Reply> => ({ status: 200, headers, body: Buffer.from(JSON.stringify(answer)) })
  const settings = { listChunk: 3, endpoint: { origin: 'https://h', base: '', uploadBase: '' } } as Partial<Settings>
  const context = { signal: new AbortController().signal }
  return { settings, context, request, steadyRequest: request } as Partial<Record<keyof Session, unknown>> as Session
}

async function listed(answer: object): Promise<string[]> {
  const found: string[] = []
  for await (const page of namePages(service(answer), { bucket: 'box', prefix: 'd/', path })) found.push(...page.map(({ name }) => name))
  return found
}

test('a listing in circles, or of names from elsewhere, is refused', async () => {
  await expect(listed({ items: [{ name: 'd/a' }], nextPageToken: 'again' })).rejects.toThrow(/circles/)
  await expect(listed({ items: [{ name: 'e/a' }] })).rejects.toThrow(/not below "d\/"/)
  await expect(listed({ items: [{ size: '1' }] })).rejects.toThrow(/without a name/)
  expect(await listed({ items: [{ name: 'd/a' }], prefixes: [] })).toEqual(['d/a'])
})

test('a copy that comes no further is given up', async () => {
  const stuck = service({ done: false, rewriteToken: 't', totalBytesRewritten: '5' })
  const copying = rewrite(stuck, { from: place, to: place, source: undefined, target: undefined, path })
  await expect(copying).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('after 5 bytes') })
})

test('credentials follow an upload to no other origin', async () => {
  const write = (location: string) =>
    ({
      session: service({}, { location }),
      buckets: { withBucket: (_bucket: string, _signal: AbortSignal, run: () => Promise<Reply>) => run() },
      path,
      place,
      options: {},
      signal: new AbortController().signal,
      resource: { contentType: 'a/b', metadata: {} },
    }) as unknown as Write
  await expect(beginUpload(write('https://elsewhere/upload?upload_id=1'), 1)).rejects.toThrow(/another place than https:\/\/h/)
  expect((await beginUpload(write('https://h/upload?upload_id=1'), 1)).href).toBe('https://h/upload?upload_id=1')
  const state = { version: 1, place, url: 'https://h/u', size: 1, offset: 0, crc32c: '00000000' }
  expect(parseState(JSON.stringify(state), 'https://h')).toEqual(state)
  expect(parseState(JSON.stringify(state), 'https://other')).toBeUndefined()
  for (const text of ['', '{', 'null', '{"version":2}']) expect(parseState(text, 'https://h')).toBeUndefined()
})

test.each([0, 1, 2, 3, 6, 7])('the last of the pieces of %i bytes is told as the last', async (size) => {
  const bytes = Buffer.from('abcdefg'.slice(0, size))
  const pieces: string[] = []
  const ends: boolean[] = []
  for await (const { bytes: piece, isLast } of piecesOf(bytesSource(bytes).open(), 3)) {
    pieces.push(Buffer.from(piece).toString())
    ends.push(isLast)
  }
  expect(pieces.join('')).toBe(bytes.toString())
  expect(ends).toEqual([...Array(Math.max(0, Math.ceil(size / 3) - 1)).fill(false), true])
})
