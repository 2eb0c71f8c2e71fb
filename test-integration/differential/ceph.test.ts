import { describe, expect, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { ceph, hasCeph, s3Section } from '../harness/ceph.js'
import { hasRclone, rclone } from '../harness/rclone.js'
import { newUser, type User } from '../harness/user.js'
import { differingCases, SEED, type Stage } from './both-programs.js'
import type { Case, Tree } from './case.js'
import { caseOf } from './random-case.js'

const CASES = Math.ceil(Number(process.env.TRANSHIP_CASES ?? 500) / 5)

/** Of the commands those that mean something without directories. */
const COMMANDS = ['sync', 'copy', 'move', 'check', 'ls', 'lsl', 'size', 'md5sum', 'delete', 'copyto']
const TRANSFERRING = new Set(['sync', 'copy', 'move', 'copyto', 'check'])

/**
 * By itself rclone asks Ceph for plain keys, and where XML cannot hold one it takes 45 seconds before it asks for encoded ones; and it
 * asks for a bucket, in a location that Ceph does not know, before it writes a single file.
 */
const FOR_RCLONE = { list_url_encode: 'true', no_check_bucket: 'true' }

/** Transfers go from a directory to the bucket; all else is done in the bucket. */
function bucketStage(user: User, bucket: string): Stage {
  const keys = (folder: string) => `ceph:${bucket}/${folder.slice(user.folder.length + 1)}`
  return {
    said: (one, folder) => {
      const isRemote = (place: string) => place !== 'src' || !TRANSFERRING.has(one.command)
      const at = (path: string) => (isRemote(path.split('/')[0] ?? '') ? `${keys(folder)}/${path}` : path)
      const flag = (text: string) =>
        text.replace(/^(--(?:backup-dir|compare-dest|copy-dest)=)(.*)$/, (_, name: string, path: string) => name + at(path))
      return { ...one, words: one.words.map(at), flags: one.flags.map(flag) }
    },
    fill: async (folder) => {
      const { code, stderr } = await rclone(user, 'copy', '--transfers=16', '--exclude=/*/*.txt', folder, keys(folder))
      if (code !== 0) throw new Error(stderr)
    },
    state: async (folder, isTimeless) => {
      const flags = ['-R', '--files-only', '--hash=MD5', isTimeless ? '--format=psh' : '--format=psht']
      return (await rclone(user, 'lsf', ...flags, keys(folder))).stdout.split('\n').sort()
    },
  }
}

/**
 * A case that can be in a bucket: directories that hold nothing are none there. Nor has one a name that XML cannot hold: Ceph
 * tells it as it is in its answer, and rclone tries a minute long to read that.
 */
function inBucket(one: Case): Case {
  const named = (text: string) => text.replaceAll('\u0007/', '/')
  const renamed = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).map(([path, value]) => [named(path), value]))
  const tree = ({ files }: Tree): Tree => ({ files: renamed(files), directories: [] })
  return { ...one, words: one.words.map(named), src: tree(one.src), dst: tree(one.dst) }
}

describe.runIf(hasRclone && hasCeph)(`random command lines with a bucket of Ceph, as rclone's (TRANSHIP_SEED=${SEED})`, () => {
  test(`${CASES} cases`, { timeout: 3_600_000 }, async () => {
    const user = newUser()
    user.configure({ ceph: { ...s3Section(ceph()), ...FOR_RCLONE, provider: 'Ceph' } })
    const { name } = await newBucket(ceph())
    const cases = (number: number) => inBucket(caseOf(SEED, number, COMMANDS))
    expect((await differingCases(user, CASES, cases, bucketStage(user, name))).join('\n\n')).toBe('')
  })

  test('a directory whose name XML cannot hold is listed, where rclone gives up', async () => {
    const user = newUser()
    user.configure({ ceph: { ...s3Section(ceph()), provider: 'Ceph' } })
    const { name } = await newBucket(ceph())
    await user.feed('x', 'rcat', `ceph:${name}/bell\u0007/bell\u0007`)
    expect(await user.tranship('lsf', '-R', `ceph:${name}/bell\u0007`)).toMatchObject({ code: 0, stdout: 'bell␇\n' })
  })
})
