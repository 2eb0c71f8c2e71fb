import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '@tranship/core'

/** Milliseconds. */
const BETWEEN_TRIES = 25

/** Milliseconds that a living process takes at most to write a few bytes, or to remove a file. */
const WRITING = 2_000

/**
 * Runs `action` while no other process holds the lock of `file`, which is a file beside it. A lock whose process has died
 * is taken over. Rejects with a ConfigError after `patience` milliseconds.
 */
export async function withLock<Result>(file: string, patience: number, action: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`
  const mine = [process.pid, hostname(), randomUUID()].join('\n')
  const deadline = Date.now() + patience
  while (!(await created(lock, mine))) {
    if (Date.now() >= deadline) throw new ConfigError(`another program is changing "${file}"; if there is none, delete "${lock}"`)
    const holder = await holderOf(lock)
    if (holder?.isDead) await takeAway(lock, holder)
    else await sleep(BETWEEN_TRIES)
  }
  try {
    return await action()
  } finally {
    await rm(lock, { force: true })
  }
}

async function created(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Who holds a lock. */
interface Holder {
  /** Of this lock alone: the next one has another. */
  readonly id: string
  /** Whether it is known to have died: of a process of another machine nothing is known. */
  readonly isDead: boolean
}

/** The holder of a lock; undefined if it is gone. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const [content, { ino }] = await Promise.all([readFile(lock, 'utf8'), stat(lock)])
    const [pid, host, id] = content.split('\n')
    // A process may be killed between making the lock and writing into it.
    if (id === undefined) return { id: String(ino), isDead: await isOlderThan(lock, WRITING) }
    return { id, isDead: host === hostname() && !isRunning(Number(pid)) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function isOlderThan(file: string, milliseconds: number): Promise<boolean> {
  const { mtimeMs } = await stat(file)
  return Date.now() - mtimeMs > milliseconds
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/**
 * Removes the lock of a dead holder. Two processes may find it dead at once, and the slower one must not remove the lock
 * that the quicker one has made since: only who creates the file named after this very holder looks again and removes.
 */
async function takeAway(lock: string, { id }: Holder): Promise<void> {
  const claim = `${lock}.${id}`
  if (!(await created(claim, ''))) {
    if (await isOlderThan(claim, WRITING).catch(() => false)) await rm(claim, { force: true })
    return sleep(BETWEEN_TRIES)
  }
  try {
    if ((await holderOf(lock))?.id === id) await rm(lock, { force: true })
  } finally {
    await rm(claim, { force: true })
  }
}
