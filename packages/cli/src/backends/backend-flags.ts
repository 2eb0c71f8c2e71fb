import { type Backend, type OptionSpec, valueProblem } from '@tranship/core'
import { readWords, type Word } from '../command-line/words.js'
import { nearest } from '../ui/nearest.js'
import { type InstalledBackend, installAdvice } from './known-backends.js'

/** The options that flags give, by the type of their backend. */
export type SaidOptions = ReadonlyMap<string, Readonly<Record<string, string>>>

/** The flag of a backend's option: `chunk_size` of s3 is `--s3-chunk-size`. */
export function flagOf(prefix: string, option: string, { noPrefix }: OptionSpec): string {
  return `--${noPrefix ? '' : `${prefix}-`}${option.replaceAll('_', '-')}`
}

interface BackendFlag {
  readonly type: string
  readonly option: string
  readonly spec: OptionSpec
}

/** The flags of backends by the way they are written, letters included. */
type BackendFlags = ReadonlyMap<string, BackendFlag>

/**
 * The options that `unknown` words of a command line give to backends, and the words that are left. A backend is loaded only
 * when a word may be its flag: by the prefix, or, where no prefix fits, any. Throws what `fail` makes of a bad value, and for a flag that begins
 * with a backend's prefix and is none of its own.
 */
export async function takeBackendFlags(
  argv: readonly string[],
  isKnown: (written: string) => boolean,
  takesValue: (written: string) => boolean | undefined,
  installed: readonly InstalledBackend[],
  fail: (problem: string) => Error,
): Promise<{ readonly left: readonly Word[]; readonly said: SaidOptions }> {
  const unknown = readWords(argv, takesValue).flatMap((word) => (word.kind === 'flag' && !isKnown(word.written) ? [word.written] : []))
  const flags = await backendFlags(unknown, installed)
  const words = readWords(argv, (written) => {
    const flag = isKnown(written) ? undefined : flags.get(written)
    return flag === undefined ? takesValue(written) : flag.spec.type !== 'boolean'
  })
  const said = new Map<string, Record<string, string>>()
  const left = words.filter((word) => {
    if (word.kind === 'argument' || isKnown(word.written)) return true
    const flag = flags.get(word.written)
    if (flag === undefined) {
      const problem = strangeFlag(word.written, flags, installed)
      if (problem !== undefined) throw fail(problem)
      return true
    }
    const options = said.get(flag.type) ?? {}
    options[flag.option] = textOf(word, flag.spec, fail)
    said.set(flag.type, options)
    return false
  })
  return { left, said }
}

/** The flags of those backends that may have one of the unknown words for a flag. */
export async function backendFlags(unknown: readonly string[], installed: readonly InstalledBackend[]): Promise<BackendFlags> {
  const isPrefixed = ({ prefix }: { prefix: string }) => unknown.some((written) => written.startsWith(`--${prefix}-`))
  const hasOther = unknown.some((written) => !installed.some(({ prefix }) => written.startsWith(`--${prefix}-`)))
  const asked = installed.filter((backend) => hasOther || isPrefixed(backend))
  const backends = await Promise.all(asked.map(({ load }) => load()))
  return new Map(backends.flatMap(flagsOf))
}

function flagsOf({ type, prefix, options }: Backend): readonly (readonly [string, BackendFlag])[] {
  return Object.entries(options).flatMap(([option, spec]) => {
    const flag = { type, option, spec }
    const written = [flagOf(prefix, option, spec), ...(spec.letter === undefined ? [] : [`-${spec.letter}`])]
    return written.map((each) => [each, flag] as const)
  })
}

function textOf({ written, value }: Extract<Word, { kind: 'flag' }>, spec: OptionSpec, fail: (problem: string) => Error): string {
  if (value === undefined && spec.type !== 'boolean') throw fail(`Flag ${written} expects a value`)
  const text = value ?? 'true'
  const problem = valueProblem(spec, text)
  if (problem !== undefined) throw fail(`${written} ${problem}`)
  return text
}

/** What is wrong with a flag that has the prefix of a backend, and is no flag of it; undefined for any other. */
function strangeFlag(written: string, flags: BackendFlags, installed: readonly InstalledBackend[]): string | undefined {
  const backend = installed.find(({ prefix }) => written.startsWith(`--${prefix}-`))
  if (backend !== undefined) {
    const near = nearest(written, flags.keys())
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    return `there is no flag ${written}: the backend "${backend.type}" has no such option${hint}`
  }
  const prefix = /^--([a-z0-9]+)-/.exec(written)?.[1]
  const advice = prefix === undefined ? undefined : installAdvice(prefix)
  return advice === undefined ? undefined : `there is no flag ${written}: ${advice}`
}
