import { randomBytes } from 'node:crypto'
import { type Fs, type FsPath, isFsError, openFs } from '@tranship/core'
import { onTestFinished } from 'vitest'
import swift from '../src/index.js'
import { segmentsContainer } from '../src/large/naming.js'

const { env } = process

/** A user of a server to test against. */
export interface Account {
  readonly name: string
  readonly auth: string
  readonly user: string
  readonly key: string
}

/** The servers that the environment names. */
export const ACCOUNTS: readonly Account[] = [
  ['OpenStack Swift', 'TRANSHIP_TEST_SWIFT'],
  ['Ceph', 'TRANSHIP_TEST_CEPH_SWIFT'],
].flatMap(([name = '', prefix]) => {
  const [auth, user, key] = [env[`${prefix}_AUTH_URL`], env[`${prefix}_USER`], env[`${prefix}_KEY`]]
  if (auth === undefined || user === undefined || key === undefined) {
    console.warn(`skipped: all that needs swift on ${name}, since ${prefix}_AUTH_URL, _USER and _KEY are not set`)
    return []
  }
  return [{ name, auth, user, key }]
})

export type Options = NonNullable<Parameters<typeof openFs<typeof swift.options>>[1]>

/** The account, as core opens it. It is closed with the test. */
export async function opened({ auth, user, key }: Account, more: Options = {}): Promise<Fs> {
  const fs = await openFs(swift, { auth, user, key, ...more })
  onTestFinished(() => fs.close?.())
  return fs
}

/** A container of its own for a test, which goes with it. */
export async function container(fs: Fs): Promise<FsPath> {
  const name = `tranship-test-${randomBytes(6).toString('hex')}` as FsPath
  await fs.mkdir(name)
  onTestFinished(async () => {
    for (const each of [name, segmentsContainer(name) as FsPath]) {
      for (const path of await pathsBelow(fs, each)) await fs.remove({ kind: 'object', path })
      await fs.rmdir(each).catch(() => {}) // the one for segments need not be there
    }
  })
  return name
}

/** The paths of all objects below a directory; none where it is missing. */
export async function pathsBelow(fs: Fs, directory: FsPath): Promise<FsPath[]> {
  const paths: FsPath[] = []
  try {
    for await (const page of fs.listAll?.(directory) ?? []) {
      for (const entry of page) if (entry.kind === 'object') paths.push(entry.path)
    }
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
  }
  return paths
}

/** What is in the container for segments. */
export async function segmentsOf(fs: Fs, name: FsPath): Promise<FsPath[]> {
  return pathsBelow(fs, segmentsContainer(name) as FsPath)
}

export interface Token {
  readonly storageUrl: string
  readonly token: string
}

/** A login by hand. */
export async function tokenOf({ auth, user, key }: Account): Promise<Token> {
  const { headers } = await fetch(auth, { headers: { 'x-auth-user': user, 'x-auth-key': key } })
  return { storageUrl: headers.get('x-storage-url') ?? '', token: headers.get('x-auth-token') ?? '' }
}
