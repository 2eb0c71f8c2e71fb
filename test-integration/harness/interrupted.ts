import { cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { S3Account } from '../servers/start.js'
import { newBucket } from './bucket.js'
import { s3Section } from './ceph.js'
import { rclone } from './rclone.js'
import { readTree } from './tree.js'
import type { User } from './user.js'

/** What tells one content of a path from another. */
export type Files = Readonly<Record<string, string>>

/** A place that runs are broken off at. */
export interface Target {
  /** As the command line names it. */
  readonly place: string
  /** Gives it the old content again. */
  reset(): Promise<void>
  files(): Promise<Files>
  /** Milliseconds in which it may yet take in what a killed process had sent, and show the size of one content beside the hash of another. */
  readonly settles: number
  /** What an unfinished write has left there. */
  leftovers(): Promise<readonly string[]>
}

/** The directories `new`, which is the source, and `old`, which the destination has at first: many small files and a large one. */
export function makeOldAndNew(user: User, files: number): { readonly old: Files; readonly new: Files } {
  const write = (root: string, path: string, content: string | Buffer, seconds: number) => {
    const file = join(user.folder, root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    utimesSync(file, seconds, seconds)
  }
  for (let at = 0; at < files; at++) {
    const path = `d${at % 7}/e${at % 3}/file ${at}`
    const fate = at % 6
    // Sizes tell the old content from the new.
    if (fate !== 0) write('new', path, `new content of ${path} ${'n'.repeat(at * 10)}`, 1_600_000_000 + at)
    if (fate === 1) write('old', path, `new content of ${path} ${'n'.repeat(at * 10)}`, 1_600_000_000 + at)
    else if (fate !== 2) write('old', path, `old ${path}`, 1_500_000_000 + at)
  }
  write('new', 'd1/large', Buffer.alloc(20 * 1024 ** 2, 'new '), 1_600_000_000)
  write('old', 'd1/large', Buffer.alloc(6 * 1024 ** 2, 'old '), 1_500_000_000)
  return { old: filesOf(join(user.folder, 'old')), new: filesOf(join(user.folder, 'new')) }
}

function filesOf(root: string): Files {
  return Object.fromEntries(Object.entries(readTree(root)).map(([path, { size, md5 }]) => [path, `${size} ${md5}`]))
}

export function localTarget(user: User): Target {
  const root = join(user.folder, 'destination')
  const isTemporary = (path: string) => path.endsWith('.partial')
  return {
    place: 'destination',
    settles: 0,
    reset: async () => {
      rmSync(root, { recursive: true, force: true })
      cpSync(join(user.folder, 'old'), root, { recursive: true, preserveTimestamps: true })
    },
    files: async () => Object.fromEntries(Object.entries(filesOf(root)).filter(([path]) => !isTemporary(path))),
    leftovers: async () => Object.keys(readTree(root)).filter(isTemporary),
  }
}

export async function bucketTarget(user: User, account: S3Account): Promise<Target> {
  user.configure({ remote: { ...s3Section(account), provider: 'Ceph' } })
  const bucket = await newBucket(account)
  const place = `remote:${bucket.name}`
  return {
    place,
    settles: 10_000,
    reset: async () => {
      const { code, stderr } = await rclone(user, 'sync', '--transfers=16', '--checkers=16', 'old', place)
      if (code !== 0) throw new Error(stderr)
    },
    files: async () => {
      const { stdout } = await rclone(user, 'lsjson', '-R', '--files-only', '--hash', '--hash-type=md5', '--no-modtime', place)
      const found = JSON.parse(stdout) as { Path: string; Size: number; Hashes?: { md5?: string } }[]
      return Object.fromEntries(found.map(({ Path, Size, Hashes }) => [Path, `${Size} ${Hashes?.md5 ?? ''}`]))
    },
    leftovers: () => bucket.unfinishedUploads(),
  }
}
