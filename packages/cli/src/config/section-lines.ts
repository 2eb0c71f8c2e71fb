import type { OptionTable } from '@tranship/core'
import { specOf } from './stored-values.js'

/** How the value of a key is shown. */
type Shown = (key: string, value: string) => string

/** A remote as it stands in a config file. */
export function sectionLines(
  name: string,
  values: Readonly<Record<string, string>>,
  shown: Shown = (_, value) => value,
): readonly string[] {
  return [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${shown(key, value)}`)]
}

/** For what is printed after a change: what nobody should read is hidden, in rclone's words. */
export function withoutSecrets(table: OptionTable): Shown {
  return (key, value) => (specOf(table, key)?.secret === undefined || value === '' ? value : '*** ENCRYPTED ***')
}

/** For what is to be shown to strangers: secrets, whatever tells of an account, and what no table knows. */
export function redacted(table: OptionTable | undefined): Shown {
  return (key, value) =>
    value === '' || key === 'type' || key === 'description' || (table !== undefined && isHarmless(table, key)) ? value : 'XXX'
}

const TELLING = /pass|secret|token|key|credential|user|account|tenant|project|mail/

function isHarmless(table: OptionTable, key: string): boolean {
  const spec = specOf(table, key)
  return spec !== undefined && spec.secret === undefined && !TELLING.test(key)
}
