interface Parameters {
  /** By their names, without a prototype: any name is safe. */
  readonly values: Readonly<Record<string, string>>
  /** Behind the colon that ends them. */
  readonly end: number
}

const NAME = /[\w.]*/y
const PLAIN = /[^,:]*/y
const QUOTED: ReadonlyMap<string | undefined, RegExp> = new Map([
  ["'", /'((?:[^']|'')*)'(?!')/y],
  ['"', /"((?:[^"]|"")*)"(?!")/y],
])

/**
 * Reads the parameters of a connection string, `,name=value,flag,name='it''s':`, from `start`, where the comma or the colon
 * stands. A name without a value is "true"; of equal names the last counts. Throws what `fail` makes of a problem.
 */
export function readParameters(text: string, start: number, fail: (problem: string) => Error): Parameters {
  const values: Record<string, string> = Object.create(null)
  let position = start
  while (text[position] !== ':') {
    if (position >= text.length) throw fail('a colon is missing behind its options')
    if (text[position] !== ',') throw fail('an option ends in neither a comma nor a colon')
    const name = matchAt(position + 1, NAME, text)?.[0] ?? ''
    if (name === '') throw fail('the name of an option is missing, or holds more than letters, digits and _ .')
    position += 1 + name.length
    values[name] = 'true'
    if (text[position] !== '=') continue
    const quote = text[position + 1] ?? ''
    const value = matchAt(position + 1, QUOTED.get(quote) ?? PLAIN, text)
    if (value === null) throw fail(`the quote of the option "${name}" is not closed`)
    values[name] = QUOTED.has(quote) ? (value[1] ?? '').replaceAll(quote + quote, quote) : value[0]
    position += 1 + value[0].length
  }
  return { values, end: position + 1 }
}

/** Values as parameters that `readParameters` reads, by their names in order: ",name=value,flag,name='it''s'". */
export function writeParameters(values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values).toSorted()
  return names.map((name) => `,${name}${values[name] === 'true' ? '' : `=${quoted(values[name] ?? '')}`}`).join('')
}

function quoted(value: string): string {
  return /[,:'"]/.test(value) ? `'${value.replaceAll("'", "''")}'` : value
}

function matchAt(position: number, pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}
