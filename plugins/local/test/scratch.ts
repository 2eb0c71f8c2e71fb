import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OptionInput, withDefaults } from '@tranship/core'
import type { Bytes, FsEntry, FsPath, Log, Page } from '@tranship/core/backend'
import { readAll } from '@tranship/core/backend'
import { afterEach } from 'vitest'
import { openLocalFs } from '../src/local-fs.js'
import { options } from '../src/options.js'

const made: string[] = []

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** An empty directory that is gone after the test. */
export function scratch(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tranship-local-')))
  made.push(directory)
  return directory
}

/** An Fs on a fresh directory, with what it logged. */
export function scratchFs(root: string = scratch(), more: OptionInput<typeof options> = {}) {
  const logged: string[] = []
  const log: Log = (level, message, path) => void logged.push(`${level} ${path}: ${message}`)
  return { root, fs: openLocalFs(withDefaults(options, { root, ...more }), log), logged }
}

/** A text as a path, unchecked, as a hostile plugin would pass it. */
export const path = (text: string): FsPath => text as FsPath

export async function entries(pages: AsyncIterable<Page>): Promise<FsEntry[]> {
  const all: FsEntry[] = []
  for await (const page of pages) all.push(...page)
  return all
}

export async function text(bytes: Bytes): Promise<string> {
  return Buffer.from(await readAll(bytes)).toString()
}
