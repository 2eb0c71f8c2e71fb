import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucket } from './harness/bucket.js'
import { ceph, hasCeph, SIGNATURES, s3Section } from './harness/ceph.js'
import { errorLines } from './harness/expect-failure.js'
import { inTerminal } from './harness/terminal.js'
import { makeTree, readTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

/** Keys that are legal in S3 and name no file: a naive join would write outside, or elsewhere than it says. */
const NO_FILES = [
  '../evil',
  '../../evil',
  'a/../../evil',
  '..',
  '.',
  '/abs',
  '//two',
  'a//b',
  'x/./y',
  './z',
  'end/..',
  '\u{201b}../quoted/..',
]

/** Keys that look dangerous and are file names like any other. */
const FILES = [
  'plain',
  'a/b',
  'x/y',
  'back\\slash',
  '..\\windows\\evil',
  'line\nbreak',
  'tab\tand\rreturn',
  '\u001b]0;title\u0007\u001b[31mred',
  '$(touch evil)',
  '`touch evil`;',
  '-rf',
  '...',
  '..hidden',
  'C:evil',
  '~',
  '~root/evil',
  '%2e%2e%2fevil',
  '\u{ff0e}\u{ff0e}\u{ff0f}evil',
  '\u{202e}live',
]

function newUserOfCeph(region?: string): User {
  const user = newUser()
  user.configure({ remote: s3Section(ceph(), region) })
  return user
}

describe.runIf(hasCeph)('hostile names', () => {
  test.each(SIGNATURES)('never reach beyond a local destination, signature $signature', async ({ region }) => {
    const user = newUserOfCeph(region)
    const bucket = await newBucket(ceph())
    await bucket.fill([...NO_FILES, ...FILES])
    const destination = join(user.folder, 'one/two/destination')
    mkdirSync(destination, { recursive: true })

    const outcome = await user.tranship('sync', `remote:${bucket.name}`, destination)
    expect(outcome.code, outcome.stderr).toBe(1)
    expect(
      readdirSync(user.folder, { recursive: true })
        .filter((path) => !`${path}/`.startsWith('one/two/destination/'))
        .toSorted(),
    ).toEqual(['one', 'one/two'])
    expect(existsSync('/abs') || existsSync('/two')).toBe(false)

    const files = readTree(destination)
    expect(Object.keys(files).toSorted()).toEqual(FILES.toSorted())
    for (const path of FILES) expect(readFileSync(join(destination, path), 'utf8')).toBe(`content of ${path}`)

    const lines = errorLines(outcome)
    const refused = lines.filter((line) => /no file system can hold the name|in the place of a directory above it/.test(line))
    expect(refused.length, outcome.stderr).toBe(NO_FILES.length + 1)
    expect(lines.at(-1)).toMatch(new RegExp(`Failed to sync with ${NO_FILES.length} errors`))
    expect(outcome.stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  test('are kept from bucket to bucket, and come back exactly', async () => {
    const user = newUserOfCeph()
    const [from, to] = [await newBucket(ceph()), await newBucket(ceph())]
    const keys = [...NO_FILES, ...FILES]
    await from.fill(keys)
    await to.fill(['..', '../extra', 'a//extra', '/extra'])

    expect(await user.tranship('sync', `remote:${from.name}`, `remote:${to.name}`)).toMatchObject({ code: 0, stderr: '' })
    expect((await to.keys()).toSorted()).toEqual(keys.toSorted())
    for (const key of keys) expect((await to.body(key)).toString(), key).toBe(`content of ${key}`)
    const check = await user.tranship('check', `remote:${from.name}`, `remote:${to.name}`)
    expect(check.code, check.stderr).toBe(0)

    const again = await user.tranship('sync', '-v', `remote:${from.name}`, `remote:${to.name}`)
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(new RegExp(` INFO  : 0 files copied \\(0 B\\), ${keys.length} unchanged`))

    expect(await user.tranship('purge', `remote:${to.name}`)).toMatchObject({ code: 0, stderr: '' })
    expect((await user.tranship('ls', `remote:${to.name}`)).code).toBe(3)
  })

  test('a link in the destination leads nowhere', async () => {
    const user = newUserOfCeph()
    const bucket = await newBucket(ceph())
    await bucket.fill(['good', 'leaf', 'link/evil', 'link/deeper/evil'])
    const [outside, destination] = [join(user.folder, 'outside'), join(user.folder, 'destination')]
    makeTree(outside, { secret: 'untouched' })
    mkdirSync(destination)
    symlinkSync('../outside', join(destination, 'link'))
    symlinkSync('../outside/secret', join(destination, 'leaf'))

    const outcome = await user.tranship('sync', `remote:${bucket.name}`, destination)
    expect(readTree(outside)).toEqual({ secret: expect.objectContaining({ size: 'untouched'.length }) })
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('untouched')
    expect(readFileSync(join(destination, 'good'), 'utf8')).toBe('content of good')
    expect(outcome.code, outcome.stderr).toBe(1)
    for (const name of ['link/evil', 'link/deeper/evil'])
      expect(errorLines(outcome)).toContainEqual(expect.stringMatching(`^${name}: .*link`))
  })

  test('on a terminal steer nothing', async () => {
    const user = newUserOfCeph()
    const bucket = await newBucket(ceph())
    await bucket.fill(FILES)
    for (const command of ['ls', 'lsl']) {
      const { code, transcript } = await inTerminal(user, [command, `remote:${bucket.name}`])
      expect(code).toBe(0)
      expect(transcript.trimEnd().split('\n')).toHaveLength(FILES.length)
      expect(transcript.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u{202e}]/u)
    }
  })
})
