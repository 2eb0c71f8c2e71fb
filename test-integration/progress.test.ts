import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inTerminal } from './harness/terminal.js'
import { makeTree } from './harness/tree.js'
import { newUser } from './harness/user.js'

const ESCAPE = '\u001b'
const COLOR = `${ESCAPE}[32m`

/** A user with two files, of which the large one takes a while at the rate below. */
function newUserWithFiles() {
  const user = newUser()
  makeTree(join(user.folder, 'src'), { 'large.bin': 'x'.repeat(2_000_000), 'sub/small.txt': 'small' }, '1354040105')
  return user
}

const COPY = ['copy', 'src', ':memory:bucket', '-P', '--bwlimit', '800k']

test('-P draws on a terminal, and ends with what all came to', async () => {
  const { code, transcript } = await inTerminal(newUserWithFiles(), [...COPY, '-v'])
  expect(code).toBe(0)
  expect(transcript).toContain(`${ESCAPE}[?2026h`)
  expect(transcript).toContain(COLOR)
  expect(transcript).toMatch(/\d+% .*\/1.91 MiB .*files/)
  expect(transcript).toContain('INFO  : sub/small.txt: Copied (new)\n')
  expect(transcript).toMatch(/\n?.*2 files copied \(1\.907 MiB\), 0 unchanged in \d+\.\ds\n$/)
  // Whatever was switched off while it drew is on again: the cursor, and that long lines are wrapped.
  for (const mode of ['?25', '?7'])
    expect(transcript.lastIndexOf(`${ESCAPE}[${mode}h`)).toBeGreaterThan(transcript.lastIndexOf(`${ESCAPE}[${mode}l`))
})

test('what is logged to a file is not on the screen, but what all came to is in both', async () => {
  const user = newUserWithFiles()
  const { transcript } = await inTerminal(user, [...COPY, '-v', '--log-file', 'log'])
  expect(transcript).not.toContain('INFO')
  expect(transcript).toContain('2 files copied')
  expect(readFileSync(join(user.folder, 'log'), 'utf8')).toMatch(/INFO {2}: sub\/small\.txt: Copied \(new\)\n[\s\S]*NOTICE: 2 files copied/)
})

test('NO_COLOR and --color never take the colors away, and nothing else', async () => {
  const user = newUserWithFiles()
  const plain = await inTerminal({ ...user, env: { ...user.env, NO_COLOR: '1' } }, COPY)
  expect(plain.transcript).toContain('█')
  expect(plain.transcript).not.toContain(COLOR)
  expect((await inTerminal(user, [...COPY, '--color', 'never'])).transcript).not.toContain(COLOR)
})

test('without a terminal there are plain lines', async () => {
  const { code, stdout, stderr } = await newUserWithFiles().tranship(...COPY, '--stats', '100ms')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).not.toContain(ESCAPE)
  expect(stderr).toMatch(/NOTICE: \d.* \/ .*, \d+%, .*\/s, ETA /)
  expect(stderr).toMatch(/NOTICE: 2 files copied \(1\.907 MiB\), 0 unchanged in \d+\.\ds\n$/)
})

test('work that moves no file tells what it has come to, on a terminal above what it prints', async () => {
  const user = newUserWithFiles()
  makeTree(join(user.folder, 'dst'), { 'large.bin': 'y', 'sub/small.txt': 'small' }, '1354040105')
  const check = await user.tranship('check', 'src', 'dst', '-P')
  expect(check.stderr).toMatch(/NOTICE: 0:0\d, 6 listed, 2 checked, 1 error\n$/)
  const { transcript } = await inTerminal(user, ['lsf', '-R', 'src', '-P', '--stats', '1ms'])
  expect(transcript.replaceAll(new RegExp(`${ESCAPE}\\[[?\\d]*[a-zA-Z]`, 'g'), '')).toMatch(
    /large\.bin\nsub\/\nsub\/small\.txt\n0:0\d, 3 listed\n$/,
  )
  const deleted = await user.tranship('delete', 'dst', '--stats', '1m', '--use-json-log', '--log-level', 'info')
  const told = deleted.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(told).toContainEqual(expect.objectContaining({ event: 'looked', listed: 3, deleted: 2, failed: 0 }))
})

test('the JSON log tells of each file, of how far the work is, and of what it came to', async () => {
  const user = newUserWithFiles()
  writeFileSync(join(user.folder, 'log'), 'kept\n')
  const flags = ['--use-json-log', '--log-file', 'log', '-v', '--stats', '100ms', '--bwlimit', '800k']
  expect(await user.tranship('copy', 'src', ':memory:bucket', ...flags)).toEqual({ code: 0, stdout: '', stderr: '' })
  const [first, ...lines] = readFileSync(join(user.folder, 'log'), 'utf8').trimEnd().split('\n')
  expect(first).toBe('kept')
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  for (const record of records)
    expect(record).toMatchObject({ schema: 1, level: expect.any(String), time: expect.any(String), msg: expect.any(String) })
  expect(records).toContainEqual(
    expect.objectContaining({ event: 'copied', object: 'sub/small.txt', size: 5, onServer: false, replaced: false }),
  )
  expect(records).toContainEqual(expect.objectContaining({ event: 'stats', totalBytes: 2_000_005 }))
  expect(records.at(-1)).toMatchObject({ event: 'summary', copied: 2, bytes: 2_000_005, failed: 0 })
})

test('a level is said in one way', async () => {
  const user = newUserWithFiles()
  for (const flags of [
    ['-v', '-q'],
    ['-v', '--log-level', 'info'],
    ['--log-level', 'loud'],
  ]) {
    expect((await user.tranship('lsf', 'src', ...flags)).code, flags.join(' ')).toBe(1)
  }
  expect((await user.tranship('copy', 'src', 'dst', '--log-level', 'INFO')).stderr).toContain('2 files copied')
})
