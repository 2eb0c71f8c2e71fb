/** A flag as oclif declares it, as far as reading words needs it. */
export interface FlagDeclaration {
  readonly type: 'boolean' | 'option'
  readonly char?: string
  /** Whether there is a `--no-` form. */
  readonly allowNo?: boolean
  /** Whether it may be given more than once. */
  readonly multiple?: boolean
}

export type FlagDeclarations = Readonly<Record<string, FlagDeclaration>>

/** How each flag may be written: "--config", "-n", "--no-fast-list"; and the name of the flag. */
export type Spellings = ReadonlyMap<string, { readonly name: string; readonly takesValue: boolean }>

export function spellingsOf(flags: FlagDeclarations): Spellings {
  return new Map(
    Object.entries(flags).flatMap(([name, { type, char, allowNo }]) => {
      const spelling = { name, takesValue: type === 'option' }
      const written = [`--${name}`, ...(char === undefined ? [] : [`-${char}`]), ...(allowNo === true ? [`--no-${name}`] : [])]
      return written.map((each) => [each, spelling] as const)
    }),
  )
}

/** A flag with its value, or an argument, as it was typed. */
export type Word =
  | { readonly kind: 'argument'; readonly typed: readonly string[] }
  | { readonly kind: 'flag'; readonly written: string; readonly value?: string; readonly typed: readonly string[] }

/**
 * Reads the words of a command line as oclif and rclone do: "--name value", "--name=value", "-nq", "-fvalue". Whether the next
 * word is a flag's value `takesValue` tells, for an unknown flag undefined: it has none. Behind "--" all are arguments.
 */
export function readWords(words: readonly string[], takesValue: (written: string) => boolean | undefined): readonly Word[] {
  const read: Word[] = []
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') return [...read, { kind: 'argument', typed: [word, ...left] }]
    if (/^--./.test(word)) {
      const [written = ''] = word.split('=', 1)
      if (word !== written) read.push({ kind: 'flag', written, value: word.slice(written.length + 1), typed: [word] })
      else read.push(withValue(written, takesValue(written) === true ? left.shift() : undefined))
    } else if (/^-[^-\d]/.test(word)) {
      const at = Array.from(word).findIndex((letter, index) => index > 0 && takesValue(`-${letter}`) === true)
      const letters = word.slice(1, at === -1 ? undefined : at)
      read.push(...Array.from(letters, (letter) => withValue(`-${letter}`, undefined)))
      if (at !== -1) read.push(withValue(`-${word[at]}`, word.slice(at + 1).replace(/^=/, '') || left.shift()))
    } else read.push({ kind: 'argument', typed: [word] })
  }
  return read
}

function withValue(written: string, value: string | undefined): Word {
  return { kind: 'flag', written, typed: value === undefined ? [written] : [written, value], ...(value !== undefined && { value }) }
}
