import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { hasCeph, newAccount, s3Section } from '../harness/ceph.js'
import { type Outcome, run } from '../harness/program.js'
import { hasRclone, rclone } from '../harness/rclone.js'
import { makeTree, readTreeToMicroseconds } from '../harness/tree.js'
import { newUser, type User } from '../harness/user.js'
import { seededPair } from './seeded-pair.js'

/** TRANSHIP_SEED=… runs one that failed again. */
const seed = Number(process.env.TRANSHIP_SEED ?? Math.floor(Math.random() * 2 ** 32))

/** What both programs are to agree on: the exit code, and standard output whatever the order of its lines, which dedupe numbers. */
function answer({ code, stdout }: Outcome): { code: number | string; lines: string[] } {
  const withoutNumbers = stdout.replace(/^ {2}\d+: /gm, '')
  return { code, lines: withoutNumbers.split('\n').toSorted() }
}

async function expectAgreement(user: User, ...args: string[]): Promise<Outcome> {
  const [ours, theirs] = await Promise.all([user.tranship(...args), rclone(user, '--retries=1', ...args)])
  expect(answer(ours), `${args.join(' ')}\n${ours.stderr}\n${theirs.stderr}`).toEqual(answer(theirs))
  return ours
}

/** A user with two trees and sum files of the left one: all of it, and one with lines that are wrong, missing or no sums. */
async function newUserWithTrees(): Promise<User> {
  const user = newUser()
  const { left, right } = seededPair(seed)
  makeTree(join(user.folder, 'left'), left, '1354040105.123456')
  makeTree(join(user.folder, 'right'), right)
  for (const empty of ['left/empty/deep', 'left/d/hollow', 'right/empty']) mkdirSync(join(user.folder, empty), { recursive: true })
  const sums = (await rclone(user, 'md5sum', 'left')).stdout
  const lines = sums.trimEnd().split('\n')
  const changed = lines.flatMap(
    (line, at) => [[line], [line.toUpperCase().slice(0, 32) + line.slice(32)], [`f${line.slice(1)}`], []][at % 4] ?? [],
  )
  writeFileSync(join(user.folder, 'sums'), sums)
  writeFileSync(join(user.folder, 'changed'), [...changed, '', '# no sum', `${'0'.repeat(32)} *nowhere`, ''].join('\n'))
  return user
}

const REPORTS = ['--combined=-', '--match=match', '--differ=differ', '--missing-on-src=src', '--missing-on-dst=dst', '--error=error']

const READING: readonly (readonly string[])[] = [
  ['check', 'left', 'right', '--combined=-'],
  ['check', 'left', 'right', '--combined=-', '--one-way'],
  ['check', 'left', 'right', '--combined=-', '--download'],
  ['check', 'left', 'right', '--differ=-', '--size-only'],
  ['check', 'left', 'right', '--combined=-', '--exclude=d/**'],
  ['check', 'left', 'nosuch', '--missing-on-dst=-'],
  ['check', 'nosuch', 'right', '--combined=-'],
  ['check', 'left', 'right', '--combined=nosuch/report'],
  ['check', 'sums', 'left', '--checkfile=MD5', '--combined=-'],
  ['checksum', 'md5', 'changed', 'left', '--combined=-'],
  ['checksum', 'md5', 'changed', 'left', '--combined=-', '--one-way', '--download'],
  ['checksum', 'sha1', 'sums', 'left', '--differ=-'],
  ['hashsum', 'md5', 'left', '-C', 'changed'],
  ['md5sum', 'left'],
  ['md5sum', 'left', '--exclude=*.jpg', '--download'],
  ['sha1sum', 'left', '--base64'],
  ['hashsum', 'crc32', 'left', '--base64'],
  ['md5sum', 'nosuch'],
  ['size', 'left'],
  ['size', 'left', '--json', '--max-size=3b'],
  ['cat', 'left/both', '--offset=-1', '--count=1'],
  ['cat', 'left', '--include=/left only', '--head=1'],
  ['cat', 'left', '--discard'],
  ['cat', 'nosuch'],
  ['dedupe', '--by-hash', 'list', 'left'],
  ['dedupe', 'skip', 'left'],
  ['touch', 'nosuch', '--no-create'],
  ['deletefile', 'left/d'],
  ['deletefile', 'nosuch'],
  ['rcat', 'left/both/'],
]

/** Each is run by both programs, on a copy of the left tree of its own. */
const CHANGING: readonly (readonly string[])[] = [
  ['delete', 'left'],
  ['delete', 'left', '--rmdirs'],
  ['delete', 'left', '--include=d/**', '--rmdirs'],
  ['delete', 'left', '--min-size=2b', '--max-age=1y'],
  ['delete', 'left', '--dry-run'],
  ['delete', 'left/both'],
  ['deletefile', 'left/both'],
  ['rmdirs', 'left'],
  ['rmdirs', 'left', '--exclude=/empty/**'],
  ['rmdirs', 'left/empty'],
  ['touch', '-t', '2001-02-03T04:05:06.123456', 'left/new/file'],
  ['touch', '-t', '010203', 'left/both'],
  ['touch', '-t', '2001-02-03T04:05:06', 'left/d'],
  ['touch', '-t', '2001-02-03T04:05:06', 'left', '--recursive', '--exclude=d/**'],
]

interface Input {
  readonly args: readonly string[]
  readonly input: string
}

const FED: readonly Input[] = [
  { args: ['rcat', 'left/new/file'], input: 'hello' },
  { args: ['rcat', 'left/both', '--size=200000'], input: 'x'.repeat(200_000) },
  { args: ['rcat', 'left/both'], input: 'y'.repeat(300_000) },
  { args: ['rcat', 'left/empty file'], input: '' },
  { args: ['rcat', 'left/d'], input: 'hello' },
  { args: ['md5sum'], input: 'hello' },
  { args: ['hashsum', 'sha1', '--base64', '-'], input: 'hello' },
]

/** Every file with its size, digest and time, and every directory. */
function stateOf(folder: string) {
  const directories = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
  return { files: readTreeToMicroseconds(folder), directories: directories.sort() }
}

/** As `stateOf`, without the times: each program's own clock. */
function shapeOf(folder: string) {
  const { files, directories } = stateOf(folder)
  return { files: Object.entries(files).map(([path, { size, md5 }]) => [path, size, md5]), directories }
}

async function inBatches<Case>(cases: readonly Case[], work: (one: Case) => Promise<void>): Promise<void> {
  const left = [...cases].values()
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (const one of left) await work(one)
    }),
  )
}

describe.runIf(hasRclone)(`the commands, as rclone's (TRANSHIP_SEED=${seed})`, () => {
  test('that read print the same and end with the same exit code', async () => {
    const user = await newUserWithTrees()
    await inBatches(READING, async (args) => void (await expectAgreement(user, ...args)))
  })

  test('write the same report files, also for a sum file', async () => {
    const user = await newUserWithTrees()
    for (const args of [
      ['check', 'left', 'right'],
      ['checksum', 'md5', 'changed', 'left'],
    ]) {
      const places = ['ours', 'theirs'].map((name) => join(user.folder, name))
      for (const place of places) mkdirSync(place, { recursive: true })
      const named = (place: string) => REPORTS.map((flag) => (flag.endsWith('=-') ? flag : flag.replace('=', `=${place}/`)))
      await Promise.all([user.tranship(...args, ...named('ours')), rclone(user, ...args, ...named('theirs'))])
      for (const file of ['match', 'differ', 'src', 'dst', 'error']) {
        const [ours, theirs] = places.map((place) => readFileSync(join(place, file), 'utf8').split('\n').toSorted())
        expect(ours, file).toEqual(theirs)
      }
    }
    for (const program of [user.tranship, (...args: string[]) => rclone(user, ...args)]) {
      await program('md5sum', 'left', '--output-file', 'written')
      const written = readFileSync(join(user.folder, 'written'), 'utf8').split('\n').toSorted()
      expect(written).toEqual(readFileSync(join(user.folder, 'sums'), 'utf8').split('\n').toSorted())
    }
  })

  test('that change something leave the same behind', async () => {
    const user = await newUserWithTrees()
    let number = 0
    await inBatches([...CHANGING.map((args) => ({ args, input: undefined })), ...FED], async ({ args, input }) => {
      const [ours, theirs] = [`ours${++number}`, `theirs${number}`].map((name) => {
        cpSync(join(user.folder, 'left'), join(user.folder, name, 'left'), { recursive: true, preserveTimestamps: true })
        return join(user.folder, name)
      }) as [string, string]
      const given = { env: user.env, ...(input !== undefined && { input }) }
      const [program, ...words] = user.program
      const outcomes = await Promise.all([
        run(program, [...words, ...args], { ...given, cwd: ours }),
        run('rclone', ['--retries=1', ...args], { ...given, cwd: theirs }),
      ])
      const what = `${args.join(' ')}\n${outcomes[0].stderr}\n${outcomes[1].stderr}`
      expect(answer(outcomes[0]), what).toEqual(answer(outcomes[1]))
      const state = args.includes('-t') ? stateOf : shapeOf
      expect(state(ours), what).toEqual(state(theirs))
    })
  })
})

describe.runIf(hasRclone && hasCeph)(`the commands on Ceph, as rclone's (TRANSHIP_SEED=${seed})`, () => {
  test('that read print the same and end with the same exit code', async () => {
    const account = newAccount()
    const user = await newUserWithTrees()
    user.configure({ ceph: { ...s3Section(account, ''), provider: 'Ceph' } })
    const { name } = await newBucket(account)
    await rclone(user, 'copy', 'left', `ceph:${name}`)
    const at = (path: string) => path.replace(/^BUCKET/, `ceph:${name}`)
    const cases: readonly (readonly string[])[] = [
      ['check', 'right', 'BUCKET', '--combined=-'],
      ['check', 'BUCKET', 'right', '--combined=-', '--download'],
      ['check', 'left', 'BUCKET/nosuch', '--combined=-'],
      ['check', 'left', 'ceph:tranship-nosuch', '--combined=-'],
      ['checksum', 'md5', 'changed', 'BUCKET', '--combined=-'],
      ['md5sum', 'BUCKET'],
      ['sha1sum', 'BUCKET', '--download'],
      ['hashsum', 'sha1', 'BUCKET', '-C', 'sums'],
      ['size', 'BUCKET', '--json'],
      ['size', 'BUCKET/nosuch'],
      ['cat', 'BUCKET/both', '--tail=1'],
      ['cat', 'BUCKET/nosuch'],
      ['dedupe', '--by-hash', 'list', 'BUCKET'],
      ['delete', 'ceph:tranship-nosuch'],
      ['rmdirs', 'BUCKET/d'],
    ]
    await inBatches(cases, async (args) => void (await expectAgreement(user, ...args.map(at))))
  })

  test('that change something leave the same behind', async () => {
    const account = newAccount()
    const user = await newUserWithTrees()
    user.configure({ ceph: { ...s3Section(account, ''), provider: 'Ceph' } })
    const buckets = [await newBucket(account), await newBucket(account)] as const
    for (const { name } of buckets) await rclone(user, 'copy', 'left', `ceph:${name}`)
    const steps: readonly (readonly string[])[] = [
      ['touch', '-t', '2001-02-03T04:05:06.123456789', 'BUCKET/both'],
      ['touch', '-t', '2001-02-03T04:05:06', 'BUCKET/new'],
      ['touch', '-t', '2001-02-03T04:05:06', '--recursive', 'BUCKET/d'],
      ['deletefile', 'BUCKET/left only'],
      ['delete', 'BUCKET', '--include=d/**'],
      ['delete', 'BUCKET', '--rmdirs'],
      ['rmdirs', 'BUCKET'],
    ]
    for (const args of steps) {
      const [ours, theirs] = buckets.map(({ name }) => args.map((word) => word.replace(/^BUCKET/, `ceph:${name}`))) as [string[], string[]]
      const outcomes = await Promise.all([user.tranship(...ours), rclone(user, '--retries=1', ...theirs)])
      expect(answer(outcomes[0]), `${args.join(' ')}\n${outcomes[0].stderr}`).toEqual(answer(outcomes[1]))
      const [left, right] = await Promise.all(buckets.map(({ name }) => rclone(user, 'lsl', `ceph:${name}`)))
      expect(answer(left as Outcome), args.join(' ')).toEqual(answer(right as Outcome))
    }
  })
})
