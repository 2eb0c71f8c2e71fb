import { type ByteRange, bytesSource, fsPath } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Refusal } from '../../test/double/refusal.js'
import { opened } from '../../test/opened.js'
import { names, PIECE, place, TIME, textAt } from '../../test/place.js'

const LATER = TIME + 1_000_000_000n

describe('a file whose time alone changes', () => {
  test.each(['small', 'x'.repeat(3 * PIECE)])('goes before it comes again, since the service keeps the time: %#', async (text) => {
    const { fs, put } = await place()
    await put('file', text)
    const touched = await put('file', text, { modTime: LATER })
    expect(touched.modTime).toBe(LATER)
    expect((await fs.stat(fsPath('file'))).modTime).toBe(LATER)
    expect(await textAt(fs, 'file')).toBe(text)
  })

  test('is not sent twice where it is known what is there', async () => {
    const { put, routes } = await place()
    const replaces = await put('file', 'same')
    expect(await routes(() => put('file', 'same', { modTime: LATER, replaces }))).toEqual(['files/delete_v2', 'files/upload'])
  })

  test.each(['small', 'x'.repeat(3 * PIECE)])('is not sent twice for a time that nobody asked for: %#', async (text) => {
    const { fs, put, routes } = await place()
    const before = await put('file', text)
    const bytes = bytesSource(Buffer.from(text))
    const seen = await routes(async () => expect(await fs.put(fsPath('file'), bytes)).toMatchObject({ modTime: TIME }))
    expect(seen).not.toContain('files/delete_v2')
    expect(await routes(() => fs.put(fsPath('file'), bytes, { replaces: before }))).not.toContain('files/delete_v2')
  })

  test('is brought back when it cannot be written again', async () => {
    const { fs, put, double } = await place()
    const replaces = await put('file', 'same')
    const error = { '.tag': 'path', reason: { '.tag': 'insufficient_space' }, upload_session_id: 'pid_upload_session:none' }
    double.refuse('files/upload', new Refusal(409, { error_summary: 'path/insufficient_space/..', error }))
    await expect(put('file', 'same', { modTime: LATER, replaces })).rejects.toMatchObject({ kind: 'quota' })
    expect(await textAt(fs, 'file')).toBe('same')
  })
})

describe('many small files', () => {
  test('are committed together, and one alone is one request', async () => {
    const { fs, put, routes } = await place()
    expect(await routes(() => put('alone', 'x'))).toEqual(['files/upload'])
    const seen = await routes(() => Promise.all(Array.from({ length: 24 }, (_, at) => put(`d/${at}`, `content ${at}`))))
    const count = (route: string) => seen.filter((each) => each === route).length
    expect(count('files/upload')).toBe(1)
    expect(count('files/upload_session/start')).toBe(23)
    expect(count('files/upload_session/finish_batch_v2')).toBeLessThan(23)
    expect((await names(fs, fsPath('d'))).length).toBe(24)
    for (const at of [0, 23]) expect(await textAt(fs, `d/${at}`)).toBe(`content ${at}`)
  })

  test('are told of one by one, in their own words', async () => {
    const { fs, put } = await place()
    await put('there', 'old')
    const puts = Array.from({ length: 12 }, (_, at) => put(at === 11 ? 'there' : `d/${at}`, `new ${at}`, { replaces: 'nothing' }))
    const outcomes = await Promise.allSettled(puts)
    expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1)
    expect(outcomes[11]).toMatchObject({ reason: { kind: 'precondition-failed', path: 'there' } })
    expect(await textAt(fs, 'there')).toBe('old')
  })

  test('go by themselves with batch_mode off', async () => {
    const { put, routes } = await place({ batch_mode: 'off' })
    const seen = await routes(() => Promise.all(Array.from({ length: 8 }, (_, at) => put(`${at}`, 'x'))))
    expect(new Set(seen)).toEqual(new Set(['files/upload']))
  })
})

describe('an upload in pieces', () => {
  const text = Array.from({ length: 5 }, (_, at) => String(at).repeat(PIECE)).join('')

  test('takes a request for each, and one to make the file', async () => {
    const { put, routes } = await place()
    const seen = await routes(() => put('file', text))
    expect(seen).toEqual(['files/upload_session/start', ...Array(4).fill('files/upload_session/append_v2'), 'files/upload_session/finish'])
  })

  test('goes on in another process from what the service has', async () => {
    const first = await place()
    let state: string | undefined
    const checkpoint = {
      load: () => state,
      save: (saved: string) => {
        state = saved
      },
    }
    first.double.refuse('files/upload_session/append_v2', new Refusal(403, 'for a test'))
    await expect(first.put('file', text, { checkpoint })).rejects.toMatchObject({ kind: 'denied' })
    expect(state).toBeDefined()
    first.double.refuse('files/upload_session/append_v2', new Refusal(403, 'for a test'), 0)

    const second = await opened(first.double.url, { token: first.double.tokens.text(), chunk_size: 2 * PIECE })
    onTestFinished(() => second.close?.())
    const opens: unknown[] = []
    const { open, ...source } = bytesSource(Buffer.from(text))
    const watched = {
      repeatable: true,
      size: source.size ?? 0,
      open: (range?: ByteRange) => {
        opens.push(range)
        return open(range)
      },
    }
    const object = await second.put(fsPath('file'), watched, { modTime: TIME, checkpoint })
    expect(opens).toEqual([{ start: PIECE }])
    expect(object.size).toBe(text.length)
    expect(await textAt(second, 'file')).toBe(text)
  })

  test('begins anew when the service has forgotten it', async () => {
    const { put, fs } = await place()
    const state = JSON.stringify({ version: 1, path: '/file', session: 'gone', size: text.length, modTime: String(TIME) })
    await put('file', text, { checkpoint: { load: () => state, save: () => {} } })
    expect(await textAt(fs, 'file')).toBe(text)
  })

  test.each(['no JSON', '{}', 'null', '{"version":1,"session":5}'])('takes no notice of a checkpoint that is none: %s', async (state) => {
    const { put, fs } = await place()
    await put('file', text, { checkpoint: { load: () => state, save: () => {} } })
    expect(await textAt(fs, 'file')).toBe(text)
  })
})
