import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucket, newBucketName } from './harness/bucket.js'
import { ceph, hasCeph, newAccount, s3Section } from './harness/ceph.js'
import { run } from './harness/program.js'
import { newUser, type User } from './harness/user.js'

interface Report {
  readonly place: { readonly realm: string; readonly path: string }
  readonly outcomes: readonly { readonly check: string; readonly result: string; readonly reason?: string }[]
}

const reportOf = (user: User): Report => JSON.parse(readFileSync(join(user.folder, 'report.json'), 'utf8')) as Report

/** The checks that the S3 backend cannot pass yet. */
const KNOWN = (
  JSON.parse(readFileSync(new URL('../plugins/s3/known-failures.json', import.meta.url), 'utf8')) as readonly { readonly check: string }[]
).map(({ check }) => check)

/** What failed, for people. */
const failures = ({ outcomes }: Report) =>
  outcomes.filter(({ result }) => result === 'failed').map(({ check, reason }) => `${check}: ${reason}`)

test('doctor of a local directory: a table, a report, and nothing left', async () => {
  const user = newUser()
  mkdirSync(join(user.folder, 'mine/kept'), { recursive: true })
  const { code, stdout, stderr } = await user.tranship('doctor', 'mine', '--json', 'report.json')
  expect(failures(reportOf(user))).toEqual([])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^ +passed +skipped +failed\n/)
  expect(stdout).toMatch(/^total +\d{3} +\d+ +0$/m)
  expect(readdirSync(join(user.folder, 'mine'))).toEqual(['kept'])
})

test('doctor of a missing directory', async () => {
  const user = newUser()
  expect(await user.tranship('doctor', 'missing')).toMatchObject({ code: 3, stdout: '' })
  expect(readdirSync(user.folder)).toEqual([])
})

/** Ctrl-C once doctor tells of the checks of put; a second one would end it at once. */
function interruptOnce(child: ChildProcess): void {
  let isInterrupted = false
  child.stderr?.on('data', (text: string) => {
    if (isInterrupted || !text.includes('put: ')) return
    isInterrupted = true
    child.kill('SIGINT')
  })
}

test('Ctrl-C while doctor is at work leaves nothing', async () => {
  const user = newUser()
  mkdirSync(join(user.folder, 'mine'))
  const { child, ended } = user.start('doctor', '-v', 'mine')
  interruptOnce(child)
  expect((await ended).code).toBe(130)
  expect(readdirSync(join(user.folder, 'mine'))).toEqual([])
})

describe.runIf(hasCeph)('doctor of the Ceph gateway', () => {
  const isSoak = process.env.TRANSHIP_TEST_EVERY_KIND === '1'
  if (!isSoak) console.warn('skipped: doctor in a bucket, which is left to `pnpm soak`: the gate has its checks as the conformance of s3')
  test.runIf(isSoak)(
    'in a bucket: nothing fails but what is known to',
    async () => {
      const [user, bucket] = [newUser(), await newBucket(ceph())]
      await bucket.put('mine', 'x')
      user.configure({ remote: { ...s3Section(ceph()), provider: 'Ceph', list_chunk: '7' } })
      const [program, ...words] = user.program
      const args = ['doctor', `remote:${bucket.name}`, '--json', 'report.json', '--page-size', '7', '--part-size', '5Mi']
      const { code } = await run(program, [...words, ...args], { env: user.env, cwd: user.folder, limit: 280_000 })
      expect(
        new Set(
          reportOf(user)
            .outcomes.filter(({ result }) => result === 'failed')
            .map(({ check }) => check),
        ),
      ).toEqual(new Set(KNOWN))
      expect(code).toBe(KNOWN.length === 0 ? 0 : 1)
      expect(reportOf(user).place.path).toBe(bucket.name)
      expect(await bucket.keys()).toEqual(['mine'])
      expect(await bucket.unfinishedUploads()).toEqual([])
    },
    300_000,
  )

  test('Ctrl-C at the root of the account removes the buckets that were made', async () => {
    const user = newUser()
    user.configure({ remote: { ...s3Section(newAccount()), provider: 'Ceph' } })
    const own = newBucketName()
    expect(await user.tranship('mkdir', `remote:${own}`)).toMatchObject({ code: 0 })
    const { child, ended } = user.start('doctor', '-v', 'remote:')
    interruptOnce(child)
    expect((await ended).code).toBe(130)
    const { stdout } = await user.tranship('lsd', 'remote:')
    expect(stdout.trim().split('\n')).toEqual([expect.stringContaining(own)])
  })
})
