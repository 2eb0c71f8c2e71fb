import { randomUUID } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { hostname } from 'node:os'
import { crc32 } from 'node:zlib'
import type { Located } from './locate.js'
import { child, directoryOfNative, type NativePath, readableName } from './native-path.js'

/** Bytes of the final name that are kept, so that a file system with short names takes the temporary one as well. */
const NAME_KEPT = 100

/** ".photo.jpg.9f3c-1a2b-5d0e77aa-3.partial": the file's name, then machine, process, one of its lives, and a number. */
const TEMPORARY = /^\.(.*)\.([0-9a-f]{8})-([0-9a-f]+)-([0-9a-f]{8})-([0-9a-z]+)\.partial$/s

/** Milliseconds after which what another machine has not touched is taken for left behind. */
const FOREIGN_AGE = 24 * 60 * 60 * 1000

/** Who makes temporary files: told apart from a process of the same number that was there before. */
interface Maker {
  readonly machine: string
  readonly process: string
  readonly life: string
  made: number
}

let maker: Maker | undefined

function thisProcess(): Maker {
  maker ??= {
    machine: crc32(hostname()).toString(16).padStart(8, '0'),
    process: process.pid.toString(16),
    life: randomUUID().slice(0, 8),
    made: 0,
  }
  return maker
}

/** A name that no other file has, beside `at`. */
export function temporaryName(at: Located): NativePath {
  const self = thisProcess()
  const owner = `${self.machine}-${self.process}-${self.life}-${(self.made++).toString(36)}`
  return child(directoryOfNative(at.native), `.${keptName(readableName(at.native))}.${owner}.partial`)
}

/** Whether a name is one that `temporaryName` gives. */
export function isTemporaryName(name: NativePath): name is string {
  return typeof name === 'string' && name.endsWith('.partial') && TEMPORARY.test(name)
}

/**
 * Whether a name of `directory` is a temporary one whose maker is no longer at work: the process has ended or, of another machine,
 * has not written for a day.
 */
export function isLeftover(directory: NativePath, name: string): boolean {
  const parts = name.endsWith('.partial') ? TEMPORARY.exec(name) : null
  if (parts === null) return false
  const [, , machine, pid = '', life] = parts
  const self = thisProcess()
  if (machine !== self.machine) return Date.now() - lastWritten(child(directory, name)) > FOREIGN_AGE
  if (pid === self.process) return life !== self.life
  return !isRunning(Number.parseInt(pid, 16))
}

/** In milliseconds; now, where that cannot be told. */
function lastWritten(native: NativePath): number {
  try {
    return lstatSync(native).mtimeMs
  } catch {
    return Date.now()
  }
}

/** The final name that a temporary file was made for, as far as it was kept. */
export function intendedName(name: string): string {
  return TEMPORARY.exec(name)?.[1] ?? ''
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // of another user
  }
}

/** What a temporary name keeps of a final one: the longest beginning that is short enough and has no half character. */
export function keptName(name: string): string {
  if (name.length * 3 <= NAME_KEPT) return name
  const { read } = new TextEncoder().encodeInto(name, new Uint8Array(NAME_KEPT))
  return name.slice(0, read)
}
