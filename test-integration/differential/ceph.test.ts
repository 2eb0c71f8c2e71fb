import { describe, expect, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { ceph, hasCeph, s3Section } from '../harness/ceph.js'
import { hasRclone, rclone } from '../harness/rclone.js'
import { newUser, type User } from '../harness/user.js'
import { differingCases, SEED, type Stage } from './both-programs.js'
import { type Case, caseOf } from './run-case.js'

const CASES = Math.ceil(Number(process.env.TRANSHIP_CASES ?? 500) / 5)

/** Of the commands those that mean something without directories. */
const COMMANDS = ['sync', 'copy', 'move', 'check', 'ls', 'lsl', 'size', 'md5sum', 'delete', 'copyto']
const TRANSFERRING = new Set(['sync', 'copy', 'move', 'copyto', 'check'])

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

/** Directories that hold nothing are none in a bucket. */
const withoutEmpty = (one: Case): Case => ({ ...one, src: { ...one.src, directories: [] }, dst: { ...one.dst, directories: [] } })

describe.runIf(hasRclone && hasCeph)(`random command lines with a bucket of Ceph, as rclone's (TRANSHIP_SEED=${SEED})`, () => {
  test(`${CASES} cases`, { timeout: 3_600_000 }, async () => {
    const user = newUser()
    user.configure({ ceph: { ...s3Section(ceph()), provider: 'Ceph' } })
    const { name } = await newBucket(ceph())
    const cases = (number: number) => withoutEmpty(caseOf(SEED, number, COMMANDS))
    expect((await differingCases(user, CASES, cases, bucketStage(user, name))).join('\n\n')).toBe('')
  })
})
