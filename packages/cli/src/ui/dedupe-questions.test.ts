import type { DuplicateFiles, FsPath } from '@tranship/core'
import { expect, test } from 'vitest'
import { createPrompter, EndOfInput } from '../wizard/prompter.js'
import { duplicateLines } from './dedupe-log.js'
import { askResolution } from './dedupe-questions.js'

const object = (text: string) => ({ kind: 'object', path: 'one.txt' as FsPath, size: 4, modTime: 0n, hashes: { md5: text } }) as const
const DUPLICATES: DuplicateFiles = { name: 'one.txt', objects: [object('a'), object('b')] }

async function asked(answers: readonly string[], mayRename = true) {
  const printed: string[] = []
  const lines = (async function* () {
    yield* answers
  })()
  const prompter = createPrompter({ lines, print: (text) => void printed.push(text), signal: new AbortController().signal })
  const resolution = await askResolution(prompter, DUPLICATES, mayRename)
  return { resolution, printed: printed.join('') }
}

test('a person chooses what is to become of duplicates', async () => {
  expect((await asked(['s'])).resolution).toBe('skip')
  expect((await asked(['Q'])).resolution).toBe('quit')
  expect((await asked(['r'])).resolution).toBe('rename')
  expect((await asked(['x', '', 'k', '0', '3', 'one', '2'])).resolution).toEqual({ keep: DUPLICATES.objects[1] })
  expect((await asked(['k', '1'])).printed).toMatch(
    /^s\) Skip .*\nk\) Keep .*\nr\) Rename .*\nq\) Quit\ns\/k\/r\/q> Enter the number .*> $/,
  )
})

test('files of one content are not renamed, and nobody is asked behind the end of the input', async () => {
  await expect(asked(['r'], false)).rejects.toThrow(EndOfInput)
  expect((await asked(['r', 's'], false)).printed).toContain('s/k/q> This value must be one of the following characters: s, k, q.')
})

test('duplicates are listed as rclone lists them', () => {
  const [head, row] = duplicateLines(DUPLICATES, 'name', 'md5')
  expect(head).toBe('one.txt: 2 duplicates')
  expect(row).toMatch(/^ {2}1: {12}4 bytes, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.0{9}, md5 {32}a$/)
  expect(duplicateLines(DUPLICATES, 'content', 'md5')[1]).toMatch(/^ {2}1: {12}4 bytes, .*, one\.txt$/)
})
