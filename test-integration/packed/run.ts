import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface Outcome {
  /** The exit code, or the name of the signal that ended the program. */
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, with nothing on its standard input. */
export async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Outcome> {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close') as Promise<[number | null, string]>
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code: code ?? signal, stdout, stderr }
}
