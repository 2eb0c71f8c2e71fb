import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckpointStore } from '@tranship/core'
import { lifeOf, OWNER, type Owner, ownerOf } from './owner.js'

/** Milliseconds after which nobody is expected to go on. */
const LONGEST = 7 * 24 * 60 * 60 * 1000

/** Milliseconds after which a process of another machine is taken for ended. */
const FOREIGN_AGE = 24 * 60 * 60 * 1000

interface Stored {
  readonly key: string
  readonly record: string
}

/**
 * Keeps how far transfers came in a directory of small files, which only their owner may read. A file is written whole or not
 * at all, whenever a process is killed. Each process has files of its own, named after it: it takes over those of processes
 * that have ended, one process alone each, and leaves those of others that are at work.
 */
export function createCheckpointFiles(directory: string): CheckpointStore {
  const self = ownerOf(process.pid)
  let known: Map<string, Set<Owner>> | undefined

  const fileOf = (name: string, owner: Owner) => join(directory, `${name}.${owner}.json`)
  const all = (): Map<string, Set<Owner>> => {
    known ??= ownersIn(directory)
    return known
  }

  /** Makes a file of another process, which has ended, one of this process. */
  const takeOver = (name: string, owner: Owner): boolean => {
    const file = fileOf(name, owner)
    if (!isLeft(owner, file, FOREIGN_AGE)) return false
    all().get(name)?.delete(owner)
    try {
      renameSync(file, fileOf(name, self))
      utimesSync(fileOf(name, self), new Date(), new Date()) // somebody has come back to it
    } catch {
      return false // another process was quicker
    }
    all().get(name)?.add(self)
    return true
  }

  return {
    load: (key) => {
      if (all().size === 0) return undefined
      const name = nameOf(key)
      const owners = all().get(name) ?? new Set()
      if (!owners.has(self) && ![...owners].some((owner) => takeOver(name, owner))) return undefined
      return read(fileOf(name, self))?.record
    },
    save: (key, record) => {
      const name = nameOf(key)
      replace(directory, fileOf(name, self), { key, record })
      all().set(name, (all().get(name) ?? new Set()).add(self))
    },
    remove: (key) => {
      const name = nameOf(key)
      rmSync(fileOf(name, self), { force: true })
      all().get(name)?.delete(self)
    },
    *expired() {
      for (const [name, owners] of all()) {
        for (const owner of [...owners]) {
          const file = fileOf(name, owner)
          if (owner === self || !isLeft(owner, file, LONGEST) || ageOf(file) < LONGEST) continue
          const stored = read(file)
          if (stored !== undefined) yield stored.key
          else rmSync(file, { force: true })
        }
      }
    },
  }
}

/** Whether the process of a file is no longer at work: it has ended or, where that cannot be told, it has not written for so long. */
function isLeft(owner: Owner, file: string, age: number): boolean {
  const life = lifeOf(owner)
  return life === 'ended' || (life === 'unknown' && ageOf(file) > age)
}

/** In milliseconds; none of a file that is gone. */
function ageOf(file: string): number {
  const status = statSync(file, { throwIfNoEntry: false })
  return status === undefined ? 0 : Date.now() - status.mtimeMs
}

/** The name that stands for a key, which may be longer than the name of a file. */
function nameOf(key: string): string {
  return hash('sha256', key, 'hex').slice(0, 32)
}

const FILE = /^([0-9a-f]{32})\.([0-9a-z-]+)\.json$/

/** Who has files in a directory, by the name that stands for the key. What was being written when its process was killed goes. */
function ownersIn(directory: string): Map<string, Set<Owner>> {
  const found = new Map<string, Set<Owner>>()
  for (const file of namesIn(directory)) {
    const [, name = '', owner = ''] = FILE.exec(file) ?? []
    if (OWNER.test(owner)) found.set(name, (found.get(name) ?? new Set()).add(owner))
    else if (file.endsWith('.tmp') && ageOf(join(directory, file)) > FOREIGN_AGE) rmSync(join(directory, file), { force: true })
  }
  return found
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return [] // nothing was ever saved
  }
}

function read(file: string): Stored | undefined {
  try {
    const { key, record } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>
    return typeof key === 'string' && typeof record === 'string' ? { key, record } : undefined
  } catch {
    return undefined // a disk that was full, or a machine that stopped
  }
}

function replace(directory: string, file: string, stored: Stored): void {
  const temporary = `${file}.tmp`
  const write = () => writeFileSync(temporary, JSON.stringify(stored), { mode: 0o600 })
  try {
    write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    write()
  }
  renameSync(temporary, file)
}
