import { ConfigError } from '@tranship/core'

/** A remote as `listremotes --json` prints it, in rclone's shape. */
export interface ListedRemote {
  readonly name: string
  readonly type: string
  readonly source: 'file' | 'environment'
  /** Empty where there is none. */
  readonly description: string
}

const FIELDS: readonly string[] = ['name', 'type', 'source', 'description'] satisfies readonly (keyof ListedRemote)[]
const DIRECTIONS: Readonly<Record<string, 1 | -1>> = { ascending: 1, asc: 1, descending: -1, desc: -1 }

/** The order that "type,name=descending" says; what it leaves open is ordered by name. Throws a ConfigError for other texts. */
export function remoteOrder(text: string): (a: ListedRemote, b: ListedRemote) => number {
  const keys = [...text.split(','), 'name'].map((part) => {
    const [field = '', direction = 'ascending'] = part.trim().split('=')
    const sign = Object.hasOwn(DIRECTIONS, direction) ? DIRECTIONS[direction] : undefined
    if (!FIELDS.includes(field) || sign === undefined) {
      throw new ConfigError(`--order-by: ${JSON.stringify(part)} is no order: write one of ${FIELDS.join(', ')}, and =descending behind it`)
    }
    return { field: field as keyof ListedRemote, sign }
  })
  return (a, b) => {
    for (const { field, sign } of keys) {
      const [left, right] = [a[field], b[field]]
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  }
}
