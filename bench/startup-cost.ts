import { spawnSync } from 'node:child_process'
import { leastCpuTimes } from './cpu-time.ts'

interface StartupCost {
  readonly command: string
  /** CPU, user and system. */
  readonly ms: number
  readonly timesNode: number
  /** Absent where there is no rclone. */
  readonly timesRclone?: number
}

/** What it costs to start `program`, the tool's executable, beside the two programs that set its budget, in one run. */
export function startupCosts(program: string, env: NodeJS.ProcessEnv): readonly StartupCost[] {
  const hasRclone = spawnSync('rclone', ['version'], { env, stdio: 'ignore' }).status === 0
  const times = leastCpuTimes(
    [['node', '-e', '0'], [program, 'version'], [program, 'ls', import.meta.dirname], ...(hasRclone ? [['rclone', 'version']] : [])],
    { runs: 25, env },
  )
  const [node = Number.NaN, version = Number.NaN, ls = Number.NaN, rclone] = times
  const cost = (command: string, ms: number): StartupCost => ({
    command,
    ms,
    timesNode: ms / node,
    ...(rclone !== undefined && { timesRclone: ms / rclone }),
  })
  return [
    cost('node -e 0', node),
    cost('tranship version', version),
    cost('tranship ls DIR', ls),
    ...(rclone !== undefined ? [cost('rclone version', rclone)] : []),
  ]
}

/** A table for people. */
export function startupTable(costs: readonly StartupCost[]): string {
  const rows = costs.map(({ command, ms, timesNode, timesRclone }) =>
    [command.padEnd(18), `${ms.toFixed(0)} ms`, `${timesNode.toFixed(2)} x node`, timesRclone && `${timesRclone.toFixed(2)} x rclone`]
      .filter(Boolean)
      .map((cell) => String(cell).padStart(14))
      .join(''),
  )
  return ['CPU at start-up, the least of 25 runs', ...rows].join('\n')
}
