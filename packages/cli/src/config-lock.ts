import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '@tranship/core'

const BETWEEN_TRIES = 25

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
    if (holder !== undefined && isDead(holder)) await takeAway(lock, holder)
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

/** What the lock says; undefined if it is gone, or not yet written. */
async function holderOf(lock: string): Promise<string | undefined> {
  const content = await readFile(lock, 'utf8').catch(() => '')
  return content.split('\n').length === 3 ? content : undefined
}

/** Whether the holder is known to have died: of a process of another machine nothing is known. */
function isDead(holder: string): boolean {
  const [pid, host] = holder.split('\n')
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/**
 * Removes the lock of a dead holder. Two processes may find it dead at once, and the slower one must not remove the lock
 * that the quicker one has made since: only who creates the file named after this very holder looks again and removes.
 */
async function takeAway(lock: string, holder: string): Promise<void> {
  const claim = `${lock}.${holder.split('\n')[2]}`
  if (!(await created(claim, ''))) return sleep(BETWEEN_TRIES)
  try {
    if ((await holderOf(lock)) === holder) await rm(lock, { force: true })
  } finally {
    await rm(claim, { force: true })
  }
}
