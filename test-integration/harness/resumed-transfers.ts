import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { SwiftUser } from '../servers/start.js'
import { newBucket, newBucketName } from './bucket.js'
import { ceph, s3Section } from './ceph.js'
import { startCountingProxy } from './counting-proxy.js'
import { cutOff, MEBIBYTE } from './cut-off.js'
import { newUser } from './user.js'

const PART = 5 * MEBIBYTE
const STREAMS = 4
/** Bodies of requests that carry no part, and chunks that had passed when the program was ended. */
const SMALL = MEBIBYTE
/** Slow enough that a signal comes in the middle. */
const SLOWLY = ['--bwlimit', '40M']

/** How a transfer is cut off: by what, and after which part of its bytes. */
export interface Moment {
  readonly signal: 'SIGKILL' | 'SIGINT'
  readonly fraction: number
}

const CODES = { SIGKILL: 'SIGKILL', SIGINT: 130 } satisfies Record<Moment['signal'], string | number>

/** Uploads a file in parts to Ceph, is cut off, and goes on. Gives the bytes that were sent twice. */
export async function resumedUpload({ signal, fraction }: Moment, size: number): Promise<number> {
  const [user, proxy, bucket] = [newUser(), await startCountingProxy(ceph().endpoint), await newBucket(ceph())]
  const options = { chunk_size: '5M', upload_concurrency: String(STREAMS) }
  user.configure({ remote: { ...s3Section({ ...ceph(), endpoint: proxy.endpoint }), provider: 'Ceph', ...options } })
  const content = randomBytes(size)
  writeFileSync(join(user.folder, 'large'), content)

  const first = await cutOff(user, proxy, { way: 'up', after: fraction * size, signal }, [
    ...['copy', 'large', `remote:${bucket.name}`],
    ...SLOWLY,
  ])
  expect(first.code, first.stderr).toBe(CODES[signal])
  expect(await bucket.unfinishedUploads()).toEqual(['large'])
  expect(await user.tranship('copy', 'large', `remote:${bucket.name}`)).toMatchObject({ code: 0, stderr: '' })
  const again = proxy.bytes().up - size
  expect(again, 'bytes that were sent twice').toBeLessThan(STREAMS * PART + SMALL)
  expect(await bucket.unfinishedUploads()).toEqual([])
  expect((await bucket.body('large')).equals(content)).toBe(true)
  expect(records(user.env.HOME)).toEqual([])
  return again
}

/** The same to Swift, in segments. */
export async function resumedSegments({ signal, fraction }: Moment, size: number, account: SwiftUser): Promise<number> {
  const user = newUser()
  const proxy = await startCountingProxy(new URL(account.authUrl).origin)
  const auth = account.authUrl.replace(new URL(account.authUrl).origin, proxy.endpoint)
  user.configure({ remote: { type: 'swift', auth, user: account.user, key: account.key, chunk_size: '5M' } })
  const content = randomBytes(size)
  writeFileSync(join(user.folder, 'large'), content)
  const container = newBucketName()
  const segments = async () => {
    const { stdout } = await user.tranship('lsf', '-R', '--files-only', `remote:${container}_segments`)
    return stdout.split('\n').filter(Boolean).length
  }

  const first = await cutOff(user, proxy, { way: 'up', after: fraction * size, signal }, [
    ...['copy', 'large', `remote:${container}`],
    ...SLOWLY,
  ])
  expect(first.code, first.stderr).toBe(CODES[signal])
  expect(await user.tranship('copy', 'large', `remote:${container}`)).toMatchObject({ code: 0, stderr: '' })
  const again = proxy.bytes().up - size
  expect(again, 'bytes that were sent twice').toBeLessThan(STREAMS * PART + SMALL)
  expect(await segments()).toBe(Math.ceil(size / PART))
  expect(await user.tranship('copy', `remote:${container}/large`, 'down')).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(join(user.folder, 'down/large')).equals(content)).toBe(true)
  expect(await user.tranship('purge', `remote:${container}`)).toMatchObject({ code: 0, stderr: '' })
  expect(await segments()).toBe(0)
  expect(records(user.env.HOME)).toEqual([])
  return again
}

/**
 * Downloads a file from Ceph, is cut off, and goes on. Gives the bytes that came although the partial file had them. `between`
 * is done before it goes on.
 */
export async function resumedDownload(
  { signal, fraction }: Moment,
  size: number,
  between: (partial: string) => void = () => {},
): Promise<number> {
  const [user, proxy, bucket] = [newUser(), await startCountingProxy(ceph().endpoint), await newBucket(ceph())]
  user.configure({ remote: { ...s3Section({ ...ceph(), endpoint: proxy.endpoint }), provider: 'Ceph' } })
  const content = randomBytes(size)
  await bucket.put('large', content)
  const down = join(user.folder, 'down')
  mkdirSync(down)
  writeFileSync(join(down, 'large'), 'the old copy')

  const first = await cutOff(user, proxy, { way: 'down', after: fraction * size, signal }, [
    ...['copy', `remote:${bucket.name}`, 'down'],
    ...SLOWLY,
  ])
  expect(first.code, first.stderr).toBe(CODES[signal])
  expect(readFileSync(join(down, 'large'), 'utf8')).toBe('the old copy')
  const [partial = '', ...others] = readdirSync(down).filter((name) => name !== 'large')
  expect([partial, others]).toEqual([expect.stringMatching(/\.partial$/), []])
  const { size: there } = statSync(join(down, partial))
  proxy.forget()
  between(join(down, partial))
  expect(await user.tranship('copy', `remote:${bucket.name}`, 'down')).toMatchObject({ code: 0 })
  expect(readFileSync(join(down, 'large')).equals(content)).toBe(true)
  expect(readdirSync(down)).toEqual(['large'])
  expect(records(user.env.HOME)).toEqual([])
  return proxy.bytes().down - (size - there)
}

/** What is kept of transfers that were cut off. */
function records(home = ''): readonly string[] {
  return readdirSync(join(home, '.local/state/tranship/checkpoints'))
}
