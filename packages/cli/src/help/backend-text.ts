import type { OptionTable } from '@tranship/core'
import { ConfigError } from '@tranship/core'
import { flagOf } from '../backends/backend-flags.js'
import { type InstalledBackend, installAdvice, type KnownBackend } from '../backends/known-backends.js'
import { columns } from './command-text.js'

/** The storage systems: those that are installed, and those that could be. */
export function backendsLines(installed: readonly InstalledBackend[], known: readonly KnownBackend[], width: number): readonly string[] {
  const missing = known.filter(({ type }) => !installed.some((each) => each.type === type))
  const section = (title: string, backends: readonly KnownBackend[]) =>
    backends.length === 0
      ? []
      : [
          title,
          ...columns(
            backends.map(({ prefix, description }) => [prefix, description]),
            width,
          ),
          '',
        ]
  return [
    ...section('INSTALLED', installed),
    ...section('TO BE INSTALLED, with `tranship plugins install NAME`', missing),
    '`tranship help backend NAME` tells of the options of one that is installed.',
  ]
}

/** A backend's options, as flags; each is an option of the config file and a variable of the environment too. */
export async function backendLines(installed: readonly InstalledBackend[], name: string, width: number): Promise<readonly string[]> {
  const found = installed.find(({ type, prefix, aliases = [] }) => [type, prefix, ...aliases].includes(name))
  if (found === undefined) {
    throw new ConfigError(
      installAdvice(name) ?? `there is no backend ${JSON.stringify(name)}: there are ${installed.map(({ prefix }) => prefix).join(', ')}`,
    )
  }
  const { options, description, prefix, type } = await found.load()
  const groups = [
    ['OPTIONS', false],
    ['ADVANCED OPTIONS', true],
  ] as const
  return [
    `${description}: type = ${type}`,
    ...groups.flatMap(([title, isAdvanced]) => {
      const rows = optionRows(options, prefix, isAdvanced)
      return rows.length === 0 ? [] : ['', title, ...columns(rows, width)]
    }),
    '',
    `In the config file: the name behind the prefix, with _ for -. In the environment: TRANSHIP_${prefix.toUpperCase()}_…`,
  ]
}

function optionRows(options: OptionTable, prefix: string, isAdvanced: boolean): readonly (readonly [string, string])[] {
  return Object.entries(options)
    .filter(([, { advanced = false }]) => advanced === isAdvanced)
    .map(([name, spec]) => {
      const value = spec.type === 'boolean' ? '' : `=${spec.type.toUpperCase()}`
      const letter = spec.letter === undefined ? '    ' : `-${spec.letter}, `
      const { default: byDefault = '' } = spec
      const standard = byDefault === '' || byDefault === false ? '' : ` (default ${byDefault})`
      return [`${letter}${flagOf(prefix, name, spec)}${value}`, `${spec.help.split('\n')[0]}${standard}`] as const
    })
}
