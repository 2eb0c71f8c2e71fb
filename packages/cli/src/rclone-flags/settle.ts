import type { Word } from '../command-line/words.js'
import { nearest } from '../ui/nearest.js'
import { ABOUT_SPEED_AND_SCREEN, RCLONE_FLAGS, RCLONE_LETTERS, type RcloneFlag } from './rclone-flags.js'

/** Words without the flags of rclone that change nothing here, and what is to be said of those. */
export interface Settled {
  readonly words: readonly Word[]
  readonly notices: readonly string[]
}

/** Whether a flag of rclone is followed by a value; undefined: rclone has no such flag. */
export function takesValueInRclone(written: string): boolean | undefined {
  return rcloneFlag(written)?.[1].takesValue
}

/**
 * What becomes of the flags that a command does not know: those of rclone that change nothing for it are taken out, so that
 * commands for rclone keep working, and it is said once of each. One that says what is dealt with, or how, is refused: who
 * gives `--include` or `--dry-run` to a command that knows no such thing expects it to do less than it would. `known` are the spellings that the command knows. `fail` makes
 * the error for a flag that is refused, or that nobody knows.
 */
export function settleRcloneFlags(words: readonly Word[], known: ReadonlySet<string>, fail: (problem: string) => Error): Settled {
  const notices = new Set<string>()
  const left = words.filter((word) => {
    if (word.kind === 'argument' || known.has(word.written)) return true
    const [name, flag] = rcloneFlag(word.written) ?? []
    if (name === undefined || flag === undefined) throw fail(unknownFlag(word.written, known))
    if (flag.takesValue && word.value === undefined) throw fail(`--${name} needs a value`)
    if (flag.is === 'refused') throw fail(`--${name} is not here: ${flag.instead}`)
    if (flag.is === 'done' && !ABOUT_SPEED_AND_SCREEN.has(name)) throw fail(`--${name} means nothing to this command: leave it out`)
    notices.add(flag.is === 'idle' ? `--${name} changes nothing: ${flag.because}` : `--${name} changes nothing for this command`)
    return false
  })
  return { words: left, notices: [...notices] }
}

function rcloneFlag(written: string): readonly [string, RcloneFlag] | undefined {
  const name = written.startsWith('--') ? written.slice(2) : (RCLONE_LETTERS.get(written.slice(1)) ?? '')
  const flag = RCLONE_FLAGS.get(name)
  return flag === undefined ? undefined : [name, flag]
}

function unknownFlag(written: string, known: ReadonlySet<string>): string {
  const others = [...RCLONE_FLAGS].filter(([, flag]) => flag.is !== 'refused').map(([name]) => `--${name}`)
  const near = written.startsWith('--') ? nearest(written, [...known, ...others]) : undefined
  return `there is no flag ${written}${near === undefined ? '' : `: did you mean ${near}?`}`
}
