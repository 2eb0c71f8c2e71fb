import { spawnSync } from 'node:child_process'
import { type Outcome, run } from './program.js'
import type { User } from './user.js'

/** Whether Debian's rclone can be run beside. Where it must be, and is not, this module fails to load. */
export const hasRclone = spawnSync('rclone', ['version']).status === 0

if (!hasRclone) {
  const message = 'rclone is not on the PATH: there is nothing to compare with'
  if (process.env.TRANSHIP_REQUIRE_SERVERS === '1') throw new Error(message)
  console.warn(`\n*** SKIPPED: ${message}\n`)
}

/** Runs rclone for a user: same home, same config file. */
export function rclone(user: User, ...args: string[]): Promise<Outcome> {
  return run('rclone', args, { env: user.env, cwd: user.folder })
}
