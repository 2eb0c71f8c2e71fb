import { spawnSync } from 'node:child_process'

/**
 * The CPU time in milliseconds, user and system, that each command takes: the least of `runs` runs, since whatever else happens on
 * the machine only adds to it. The runs are interleaved, so that a slow minute hits all commands alike. What they print is dropped.
 */
export function leastCpuTimes(
  commands: readonly (readonly string[])[],
  { runs, env }: { readonly runs: number; readonly env: NodeJS.ProcessEnv },
): readonly number[] {
  const rounds = Array.from({ length: runs }, () => commands.map((command) => cpuTime(command, env)))
  return rounds.reduce((least, round) => least.map((ms, index) => Math.min(ms, round[index] ?? ms)))
}

/** Measured by bash, which tells what its children used to the millisecond. */
function cpuTime(command: readonly string[], env: NodeJS.ProcessEnv): number {
  const script = `TIMEFORMAT='%3U %3S'; time "$@" >/dev/null 2>&1`
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number)
  return (user + system) * 1000
}
