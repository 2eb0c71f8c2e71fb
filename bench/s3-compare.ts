import { spawnSync } from 'node:child_process'

export type Program = 'tranship' | 'rclone'

export interface CompareTools {
  /** The command line of each program for the arguments that both know. */
  readonly programs: Readonly<Record<Program, (...args: string[]) => readonly string[]>>
  readonly rounds: number
  readonly env: NodeJS.ProcessEnv
}

/** Seconds. */
interface Cost {
  /** User and system, of the program and not of the service. */
  readonly cpu: number
  readonly wall: number
}

export interface Comparison {
  readonly name: string
  /** What the CPU time may be, as a multiple of rclone's. */
  readonly budget: number
  readonly costs: Readonly<Record<Program, Cost>>
}

/** The medians of one piece of work, done by both programs in turn, round after round, so that a slow minute hits both. */
export async function compare(
  name: string,
  budget: number,
  { programs, rounds, env }: CompareTools,
  work: (round: string, program: Program) => readonly string[],
  cleanUp?: (round: string) => readonly string[],
): Promise<Comparison> {
  const costs: Record<Program, Cost[]> = { tranship: [], rclone: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const program of ['tranship', 'rclone'] as const) {
      const own = `${program}-${round}`
      const cost = costOf(programs[program](...work(own, program)), env)
      if (round > 0) costs[program].push(cost) // the first one fills caches
      if (cleanUp !== undefined) costOf(programs.tranship(...cleanUp(own)), env)
    }
  }
  return { name, budget, costs: { tranship: median(costs.tranship), rclone: median(costs.rclone) } }
}

/** Measured by bash, which tells what its children used to the millisecond. */
function costOf(command: readonly string[], env: NodeJS.ProcessEnv): Cost {
  const script = `TIMEFORMAT='%3R %3U %3S'; time "$@" >/dev/null 2>/dev/null`
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number)
  return { cpu: user + system, wall }
}

function median(costs: readonly Cost[]): Cost {
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  return { cpu: middle(costs.map(({ cpu }) => cpu)), wall: middle(costs.map(({ wall }) => wall)) }
}

const WIDTHS = [36, 10, 10, 12, 10, 20]

/** A table for people. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  return [comparisonHead(), ...comparisons.map(comparisonRow)].join('\n')
}

/** The head of such a table. */
export function comparisonHead(): string {
  return row(['', 'CPU', 'wall', 'rclone CPU', 'wall', 'ratio of CPU'])
}

/** Its row for a comparison. */
export function comparisonRow({ name, budget, costs: { tranship, rclone } }: Comparison): string {
  const ratio = tranship.cpu / rclone.cpu
  const seconds = [tranship.cpu, tranship.wall, rclone.cpu, rclone.wall].map((value) => `${value.toFixed(2)} s`)
  return row([name, ...seconds, `${ratio.toFixed(2)} (${ratio <= budget ? 'within' : 'OVER'} ${budget})`])
}

function row([name = '', ...cells]: readonly string[]): string {
  return [name.padEnd(WIDTHS[0] ?? 0), ...cells.map((cell, at) => cell.padStart(WIDTHS[at + 1] ?? 0))].join('')
}
