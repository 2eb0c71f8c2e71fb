import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { crc32 } from 'node:zlib'

/** A process, told apart from others of the same number on other machines and at other times: "1a2b3c4d-7f3-5d0e77". */
export type Owner = string

/** The pattern of an owner in the name of a file. */
export const OWNER = /^([0-9a-f]{8})-([0-9a-f]+)-([0-9a-z]*)$/

/** A process of this machine, by its number. */
export function ownerOf(pid: number): Owner {
  return `${machine()}-${pid.toString(16)}-${beginOf(pid)}`
}

/** What is known of the process that an owner names; of one on another machine nothing is. */
export function lifeOf(owner: Owner): 'running' | 'ended' | 'unknown' {
  const [, host, number = ''] = OWNER.exec(owner) ?? []
  if (host !== machine()) return 'unknown'
  const pid = Number.parseInt(number, 16)
  return isRunning(pid) && ownerOf(pid) === owner ? 'running' : 'ended'
}

function machine(): string {
  return crc32(hostname()).toString(16).padStart(8, '0')
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // of another user
  }
}

/** When a process began, by a clock that no other process of its number has at the same reading; empty where the system does not tell. */
function beginOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The fields after the name of the program, which may have any character: the twentieth is the time.
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]).toString(36)
  } catch {
    return ''
  }
}
