import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/**
 * Runs a program as if it were this process: its standard streams are ours, signals reach it, and we end as it ends.
 * Ctrl-C in a terminal is sent to the whole process group, so that one is not sent a second time.
 */
export function runInPlace(program, args, env = process.env, cwd = process.cwd()) {
  const child = spawn(program, args, { cwd, env, stdio: 'inherit' })
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !isatty(0)) child.kill(signal)
    })
  }
  child.on('error', (error) => {
    console.error(`cannot run ${program}: ${error.message}`)
    process.exit(127)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
