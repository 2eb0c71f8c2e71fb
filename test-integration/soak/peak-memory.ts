import { readFileSync } from 'node:fs'
import type { Outcome } from '../harness/program.js'
import { start } from '../harness/program.js'
import type { User } from '../harness/user.js'

export interface Measured extends Outcome {
  /** The most memory that was resident at a time, in bytes, as Linux counts it. */
  readonly peak: number
  readonly seconds: number
}

const EVERY = 50
const LONGEST = 20 * 60_000

/**
 * Runs `tranship` and watches its memory, of which what it takes in its last 50 ms may be missed. One that takes more than
 * `most` bytes is killed, before the machine has none left.
 */
export async function measured(user: User, most: number, ...args: string[]): Promise<Measured> {
  const [program, ...first] = user.program
  const begun = performance.now()
  const { child, ended } = start(program, [...first, ...args], { env: user.env, cwd: user.folder, limit: LONGEST })
  let peak = 0
  const timer = setInterval(() => {
    peak = peakOf(child.pid) ?? peak
    if (peak > most) child.kill('SIGKILL')
  }, EVERY)
  try {
    const outcome = await ended
    return { ...outcome, peak, seconds: (performance.now() - begun) / 1000 }
  } finally {
    clearInterval(timer)
  }
}

/** Undefined when the process has ended. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
  } catch {
    return undefined
  }
}
