import { ConfigError, isObscured, type OptionTable, obscure, valueProblem } from '@tranship/core'

/** Whether options that are stored obscured are given obscured: yes, no, or as each one looks. */
export type Given = 'obscured' | 'plain' | 'as it looks'

/** The values as they stand in the config file. Throws a ConfigError that names every value that cannot be. */
export function storedValues(table: OptionTable, values: Readonly<Record<string, string>>, given: Given): Readonly<Record<string, string>> {
  const entries = Object.entries(values).map(([key, value]) => [key, storedValue(table, key, value, given)] as const)
  const problems = entries.flatMap(([key, value]) => {
    const spec = specOf(table, key)
    const problem = spec === undefined || value === '' ? undefined : valueProblem(spec, value)
    return problem === undefined ? [] : [`"${key}" ${problem}`]
  })
  if (problems.length > 0) throw new ConfigError(problems.join('; '))
  return Object.fromEntries(entries)
}

function storedValue(table: OptionTable, key: string, value: string, given: Given): string {
  if (specOf(table, key)?.secret !== 'obscured' || value === '' || given === 'obscured') return value
  return given === 'as it looks' && isObscured(value) ? value : obscure(value)
}

/** The option of a table; undefined for a key that the table does not have. */
export function specOf(table: OptionTable, key: string): OptionTable[string] | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
