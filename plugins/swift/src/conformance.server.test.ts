import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { type BackendContext, type Limiter, parseOptions, plainContext } from '@tranship/core'
import { type Budgets, describeFs, tableText } from '@tranship/testkit'
import { afterAll, expect, test } from 'vitest'
import { ACCOUNTS, type Account } from '../test/accounts.js'
import { strayObjects } from '../test/stray-segments.js'
import swift from './index.js'

const { env } = process
const isRequired = env.CI !== undefined || env.TRANSHIP_REQUIRE_SERVERS === '1'

const PAGE_SIZE = 7
const SEGMENT = 64 * 1024

/** Most operations ask first what is there, since segments may hang on it. */
const REQUESTS: NonNullable<Budgets['requests']> = { stat: 1, open: 1, put: 2, list: 1, remove: 2, copy: 3, setModTime: 2, removeMany: 2 }

/** Bytes that a body may hold. */
const MEMORY = 4 * 1024 ** 2

/** The requests that this process has sent. */
let sent = 0
subscribe('http.client.request.start', () => void sent++)

/** In the soak tier: it takes a quarter of an hour. */
const isWhole = env.TRANSHIP_TEST_EVERY_KIND === '1'
if (!isWhole) console.log('left to the soak tier: swift on Ceph, and below a subdirectory, where core adds the rest of each path')

/** The other server's turn, and that of the other kind of large objects, is in the soak tier; large.server.test.ts tries both each time. */
const KINDS: Readonly<Record<string, readonly string[]>> = { 'OpenStack Swift': ['slo'], Ceph: isWhole ? ['slo', 'dlo'] : [] }

for (const account of ACCOUNTS) for (const kind of KINDS[account.name] ?? []) conforms(account, kind)
test.runIf(isRequired)('there are servers to test against', () => expect(ACCOUNTS).toHaveLength(2))
test.skipIf(isRequired || ACCOUNTS.length > 0)('swift conforms to the contract', () => {})

function conforms(account: Account, kind: string): void {
  const name = `swift on ${account.name}, ${kind}`
  const { auth, user, key } = account
  const texts = { auth, user, key, large_objects: kind, list_chunk: String(PAGE_SIZE), chunk_size: `${SEGMENT}b` }
  const options = parseOptions(swift.options, texts, 'test')

  const declared = (check: string) => isWhole || !check.startsWith(`${name}, subdirectory`)
  const table = describeFs((check, run) => declared(check) && test(check, { timeout: 240_000 }, run), {
    name,
    open: async () => {
      const { context, logged } = watchedContext()
      const fs = await swift.open(options, context)
      return {
        fs,
        leftovers: (directory) => strayObjects(account, directory.split('/')[0] ?? ''),
        requests: () => sent,
        logged,
        secrets: [key],
        dispose: async () => fs.close?.(),
      }
    },
    pageSize: PAGE_SIZE,
    partSize: SEGMENT,
    budgets: { requests: REQUESTS, memory: MEMORY },
    knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
  })
  afterAll(() => console.log(`${name}: ${tableText(table)}`))
}

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
