import { readFileSync } from 'node:fs'
import { type BackendContext, type Limiter, parseOptions, plainContext } from '@tranship/core'
import { type Budgets, describeFs, tableText } from '@tranship/testkit'
import { afterAll, expect, test } from 'vitest'
import { startDouble } from '../test/double/server.js'
import { createDropboxFs } from './dropbox-fs.js'
import { OPTIONS } from './options.js'
import { settingsOf } from './settings.js'

const PAGE_SIZE = 7
const PIECE = 64 * 1024

/** Copies and moves over something take three more than one: a look, a removal, and the copy again. */
const REQUESTS: NonNullable<Budgets['requests']> = { stat: 1, open: 1, put: 1, list: 1, remove: 1, copy: 4, move: 4, removeMany: 2 }

/** Bytes that a body may hold. */
const MEMORY = 4 * 1024 ** 2

const table = describeFs((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'dropbox',
  open: async () => {
    const double = await startDouble()
    double.knobs.pageSize = PAGE_SIZE
    const options = parseOptions(OPTIONS, { token: double.tokens.text(), chunk_size: `${PIECE}b`, client_id: 'app' }, 'test')
    const { context, logged } = watchedContext()
    const fs = createDropboxFs({ ...settingsOf(options, 'test'), hosts: { api: double.url, content: double.url } }, context)
    return {
      fs,
      requests: () => double.seen.length,
      logged,
      secrets: double.tokens.secrets,
      dispose: async () => {
        await fs.close?.()
        double.close()
        expect(double.violations).toEqual([])
      },
    }
  },
  pageSize: PAGE_SIZE,
  partSize: PIECE,
  budgets: { requests: REQUESTS, memory: MEMORY },
  knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
})
afterAll(() => console.log(`dropbox: ${tableText(table)}`))

/** A context that lets everything pass and keeps what is logged. */
function watchedContext(): { context: BackendContext; logged(): readonly string[] } {
  const lines: string[] = []
  const limiter: Limiter = {
    enter: async (_use, _bytes, signal) => {
      signal?.throwIfAborted()
      return { done: () => {}, refused: () => {}, failed: () => {} }
    },
  }
  const context = plainContext(limiter, { log: (level, message, path) => void lines.push(`${level} ${path}: ${message}`) })
  return { context, logged: () => lines }
}
