import { chmodSync, lstatSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesSource, fromDate } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { path, scratchFs } from '../../test/scratch.js'
import { METADATA_KEYS } from './metadata.js'
import { parseTimestamp, timestamp } from './timestamp.js'

const metadata = { mode: '100750', uid: '1234', gid: '4321', atime: '2001-02-03T04:05:06.7Z', mtime: '2011-02-03T05:05:06.789012+01:00' }
const isRoot = process.geteuid?.() === 0
const seconds = (time: string) => Date.parse(time) / 1000

describe('timestamps', () => {
  it('are RFC 3339 with up to nine digits, of any offset', () => {
    expect(timestamp(1_354_084_105_123_456_789n)).toBe('2012-11-28T06:28:25.123456789Z')
    expect(timestamp(-500_000_000n)).toBe('1969-12-31T23:59:59.5Z')
    expect(parseTimestamp('2012-11-28T07:28:25.123456789+01:00')).toBe(1_354_084_105_123_456_789n)
    for (const text of ['', 'yesterday', '2012-11-28', '2012-13-28T07:28:25Z', '1354084105']) expect(parseTimestamp(text)).toBeUndefined()
  })

  it('come back', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 62n), 2n ** 62n), (time) => {
        expect(parseTimestamp(timestamp(time))).toBe(time)
      }),
    )
  })
})

describe('metadata', () => {
  it('of a file and of a directory is what the system keeps of them', async () => {
    const { fs, root } = scratchFs()
    mkdirSync(join(root, 'd'), { mode: 0o700 })
    writeFileSync(join(root, 'file'), '')
    chmodSync(join(root, 'file'), 0o640)
    utimesSync(join(root, 'file'), 1_000, 2_000.5)
    const told = await fs.metadata?.(await fs.stat(path('file')))
    expect(Object.keys(told ?? {})).toEqual(METADATA_KEYS)
    expect(told).toMatchObject({
      mode: '100640',
      uid: String(process.getuid?.()),
      atime: '1970-01-01T00:16:40Z',
      mtime: '1970-01-01T00:33:20.5Z',
    })
    expect(parseTimestamp(told?.btime ?? '')).toBeGreaterThan(fromDate(new Date('2020-01-01')))
    expect((await fs.metadata?.({ kind: 'directory', path: path('d') }))?.mode).toBe('40700')
  })

  it.runIf(isRoot)('is set by put and by setMetadata: permissions, owner and times, its own time before the given one', async () => {
    const { fs, root } = scratchFs()
    await fs.put(path('put'), bytesSource(Buffer.from('x')), { metadata, modTime: 5n })
    const set = await fs.setMetadata?.(await fs.put(path('set'), bytesSource(Buffer.from('x'))), metadata)
    expect(set).toEqual(await fs.stat(path('set')))
    for (const name of ['put', 'set']) {
      const status = statSync(join(root, name))
      expect([status.mode & 0o7777, status.uid, status.gid]).toEqual([0o750, 1234, 4321])
      expect([status.atimeMs / 1000, status.mtimeMs / 1000]).toEqual(
        [seconds(metadata.atime), seconds(metadata.mtime)].map((time, at) =>
          at === 0 ? expect.closeTo(time, 3) : expect.closeTo(time, 3),
        ),
      )
    }
    mkdirSync(join(root, 'd'))
    await fs.setMetadata?.({ kind: 'directory', path: path('d') }, { ...metadata, mode: '40711' })
    expect([lstatSync(join(root, 'd')).mode & 0o777, Math.round(lstatSync(join(root, 'd')).mtimeMs)]).toEqual([0o711, 1_296_705_906_789])
  })

  it('sets special bits only where that is wished, and tells what makes no sense', async () => {
    for (const metadata_restore_special_bits of [false, true]) {
      const { fs, root, logged } = scratchFs(undefined, { metadata_restore_special_bits })
      await fs.put(path('file'), bytesSource(Buffer.from('x')), { metadata: { mode: '104755', uid: 'me', atime: 'now', color: 'blue' } })
      expect(statSync(join(root, 'file')).mode & 0o7777).toBe(metadata_restore_special_bits ? 0o4755 : 0o755)
      expect(logged).toEqual([
        'notice file: metadata not kept: uid cannot be "me"',
        'notice file: metadata not kept: atime cannot be "now"',
      ])
    }
  })
})
