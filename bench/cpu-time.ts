import { spawnSync } from 'node:child_process'

/**
 * The CPU time in milliseconds, user and system, that each command takes: the least of `runs` runs, since whatever else happens on
 * the machine only adds to it. The runs are interleaved, so that a slow minute hits all commands alike. What they print is dropped.
 */
export function leastCpuTimes<Name extends string>(
  commands: Record<Name, readonly string[]>,
  { runs, env }: { runs: number; env: NodeJS.ProcessEnv },
): Record<Name, number> {
  const names = Object.keys(commands) as Name[]
  const least = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<Name, number>
  for (let run = 0; run < runs; run++) {
    for (const name of names) least[name] = Math.min(least[name], cpuTime(commands[name], env))
  }
  return least
}

/** Measured by bash, which tells what its children used to the millisecond. */
function cpuTime(command: readonly string[], env: NodeJS.ProcessEnv): number {
  const script = `TIMEFORMAT='%3U %3S'; time "$@" >/dev/null 2>&1`
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number)
  return (user + system) * 1000
}
