import { readFileSync } from 'node:fs'
import { type Budgets, describeFs, tableText } from '@tranship/testkit'
import { afterAll, expect, test } from 'vitest'
import { startDriveDouble } from '../test/double/server.js'
import { freeContext, optionsAt } from '../test/opened.js'
import drive from './index.js'

const PAGE_SIZE = 7
const PIECE = 256 * 1024

/** Most operations look for what is there, since names are not unique; the first of an Fs asks for the root, and for ids. */
const REQUESTS: NonNullable<Budgets['requests']> = { stat: 1, open: 1, put: 4, list: 1, remove: 1, copy: 5, move: 4, setModTime: 1 }

/** Bytes that a body may hold. */
const MEMORY = 4 * 1024 ** 2

const table = describeFs((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'drive',
  open: async () => {
    const double = await startDriveDouble({ pageSize: PAGE_SIZE })
    const lines: string[] = []
    const log = (level: string, message: string, path?: string) => void lines.push(`${level} ${path}: ${message}`)
    const options = optionsAt(double, { upload_cutoff: `${PIECE}b`, chunk_size: `${PIECE}b` })
    const fs = await drive.open(options, freeContext({ log }))
    return {
      fs,
      leftovers: async () => double.openUploads(),
      requests: () => double.requests.length,
      logged: () => lines,
      secrets: [...double.tokens.secrets, 'client-secret'],
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
afterAll(() => console.log(`drive: ${tableText(table)}`))
