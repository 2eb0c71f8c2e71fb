import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Outcome {
  /** The exit code, or the name of the signal that ended the program. */
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** Rejects, with what was printed, when the program does not end in time. */
  readonly ended: Promise<Outcome>
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** What its standard input gives, by default nothing; null: the caller writes to the child. */
  readonly input?: string | null
  /** Milliseconds after which it is killed; by default a minute. */
  readonly limit?: number
}

export function start(program: string, args: readonly string[], { env, cwd, input = '', limit = 60_000 }: Surroundings): Running {
  const child = spawn(program, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text))
  // A program that ends without reading its input is none of our business.
  child.stdin.on('error', () => {})
  if (input !== null) child.stdin.end(input)

  async function outcome(): Promise<Outcome> {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, limit)
    const [code, signal] = (await once(child, 'close')) as [number | null, string]
    clearTimeout(timer)
    if (isLate) throw new Error(`${program} ${args.join(' ')} did not end in ${limit} ms\n${printed.stdout}\n${printed.stderr}`)
    return { code: code ?? signal, ...printed }
  }
  return { child, ended: outcome() }
}

export function run(program: string, args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  return start(program, args, surroundings).ended
}
