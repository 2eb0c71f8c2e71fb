import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Cache } from '@tranship/core'

/** Records that are written together. */
const BATCH = 2_000
/** Days after which a record that nobody asked for goes. */
const LONGEST_UNUSED = 90
/** Days for which a use is not written down. */
const SAME_USE = 7
/** Bytes of a file that is begun anew. */
const LARGEST = 512 * 1024 ** 2
/** Milliseconds that another process is waited for. */
const PATIENCE = 2_000
const DAY = 24 * 60 * 60 * 1000

/** The records of all remotes. */
export interface RecordCache {
  of(remote: string): Cache
  /** Writes what is still held back. */
  close(): void
}

interface Opened {
  readonly database: DatabaseSync
  readonly get: StatementSync
  readonly set: StatementSync
}

/**
 * Keeps records in an SQLite file, which only its owner may read, and which several processes may use at once. It is opened
 * when it is first needed. Whatever is wrong with it, it is as if nothing was known: no error comes out.
 */
export function createRecordCache(file: string): RecordCache {
  const today = Math.floor(Date.now() / DAY)
  const held = new Map<string, string>()
  let opened: Opened | 'none' | undefined

  const reach = (): Opened | undefined => {
    opened ??= open(file) ?? 'none'
    return opened === 'none' ? undefined : opened
  }
  /** Gives up the file for the rest of this run; one that is damaged goes. */
  const giveUp = (error: unknown): void => {
    if (opened !== undefined && opened !== 'none') closeQuietly(opened.database)
    opened = 'none'
    if (isDamage(error)) removeFile(file)
  }
  const guarded = <Result>(work: (cache: Opened) => Result): Result | undefined => {
    const cache = reach()
    try {
      return cache && work(cache)
    } catch (error) {
      giveUp(error)
      return undefined
    }
  }
  const write = (): void => {
    guarded(({ database, set }) => {
      database.exec('BEGIN IMMEDIATE')
      for (const [key, value] of held) set.run(key, value, today)
      database.exec('COMMIT')
    })
    held.clear()
  }
  const hold = (key: string, value: string): void => {
    held.set(key, value)
    if (held.size >= BATCH) write()
  }

  return {
    of: (remote) => ({
      get: (name) => {
        const key = `${remote}\n${name}`
        const latest = held.get(key)
        if (latest !== undefined) return latest
        const row = guarded(({ get }) => get.get(key) as { value: string; day: number } | undefined)
        if (row !== undefined && row.day < today - SAME_USE) hold(key, row.value)
        return row?.value
      },
      set: (name, value) => hold(`${remote}\n${name}`, value),
    }),
    close: () => {
      if (held.size > 0) {
        write()
        guarded(({ database }) => database.prepare('DELETE FROM records WHERE day < ?').run(today - LONGEST_UNUSED))
      }
      if (opened !== undefined && opened !== 'none') closeQuietly(opened.database)
      opened = 'none'
    },
  }
}

function open(file: string): Opened | undefined {
  for (const again of [true, false]) {
    try {
      return opening(file)
    } catch (error) {
      if (!again || !isDamage(error)) return undefined
      removeFile(file)
    }
  }
  return undefined
}

function opening(file: string): Opened | undefined {
  const sqlite = loadSqlite()
  if (sqlite === undefined) return undefined
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) removeFile(file)
  closeSync(openSync(file, 'a', 0o600)) // what SQLite keeps beside it has the same permissions
  const database = new sqlite.DatabaseSync(file, { timeout: PATIENCE })
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value TEXT NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID`)
    const get = database.prepare('SELECT value, day FROM records WHERE key = ?')
    const set = database.prepare('INSERT OR REPLACE INTO records (key, value, day) VALUES (?, ?, ?)')
    return { database, get, set }
  } catch (error) {
    closeQuietly(database)
    throw error
  }
}

/** Node's own module, without the warning that it may change. Undefined where Node was built without it. */
function loadSqlite(): typeof import('node:sqlite') | undefined {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, or a table of another shape (SQLITE_ERROR). */
const DAMAGE: ReadonlySet<unknown> = new Set([11, 26, 1])

function isDamage(error: unknown): boolean {
  return DAMAGE.has((error as { errcode?: unknown }).errcode)
}

function removeFile(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      rmSync(name, { force: true })
    } catch {
      // another process may hold it open
    }
  }
}

function closeQuietly(database: DatabaseSync): void {
  try {
    database.close()
  } catch {
    // it is given up anyway
  }
}
