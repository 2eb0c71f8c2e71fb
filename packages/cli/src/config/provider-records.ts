import type { Backend, OptionSpec } from '@tranship/core'

/** A backend as rclone's `config providers` describes one: what other programs build their forms from. */
export function providerRecord({ type, prefix, description, aliases = [], options, commands = {} }: Backend): object {
  return {
    Name: type,
    Description: description,
    Prefix: prefix,
    Options: Object.entries(options).map(([name, spec]) => optionRecord(name, spec)),
    CommandHelp: Object.entries(commands).map(([name, { help }]) => {
      const [first = '', ...rest] = help.split('\n')
      return { Name: name, Short: first, Long: rest.join('\n').trim(), Opts: null }
    }),
    Aliases: aliases,
    Hide: false,
    MetadataInfo: null,
  }
}

const TYPES: Readonly<Record<OptionSpec['type'], string>> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int',
  size: 'SizeSuffix',
  duration: 'Duration',
}

/** An option as rclone describes it. Sizes are in bytes, durations in nanoseconds, as rclone gives them; a default that there is none of is blank, false or 0. */
export function optionRecord(name: string, spec: OptionSpec): object {
  const { help, choices, required = false, secret, advanced = false, letter = '', noPrefix = false, type } = spec
  const value = defaultValue(spec)
  return {
    Name: name,
    FieldName: '',
    Help: help,
    Default: value,
    Value: null,
    ...(choices !== undefined && { Examples: choices.map((choice) => ({ Value: choice.value, Help: choice.help })) }),
    ShortOpt: letter,
    Hide: 0,
    Required: required,
    IsPassword: secret === 'obscured',
    NoPrefix: noPrefix,
    Advanced: advanced,
    Exclusive: false,
    Sensitive: secret !== undefined,
    DefaultStr: defaultText(spec),
    ValueStr: defaultText(spec),
    Type: TYPES[type],
  }
}

function defaultValue(spec: OptionSpec): string | boolean | number {
  if (spec.type === 'string') return spec.default ?? ''
  if (spec.type === 'boolean') return spec.default ?? false
  const number = spec.default ?? 0
  if (number === Number.POSITIVE_INFINITY) return -1
  return spec.type === 'duration' ? number * 1e6 : number
}

/** The default as it would stand in the config file. */
function defaultText({ type, default: value }: OptionSpec): string {
  if (value === undefined) return ''
  if (value === Number.POSITIVE_INFINITY) return 'off'
  if (type === 'size') return sizeText(Number(value))
  return type === 'duration' ? `${Number(value) / 1000}s` : String(value)
}

/** In the largest unit that gives a whole number. */
function sizeText(bytes: number): string {
  const power = ['B', 'Ki', 'Mi', 'Gi', 'Ti'].findLastIndex((_, exponent) => bytes % 1024 ** exponent === 0 && bytes >= 1024 ** exponent)
  return bytes === 0 ? '0' : `${bytes / 1024 ** power}${['B', 'Ki', 'Mi', 'Gi', 'Ti'][power]}`
}
