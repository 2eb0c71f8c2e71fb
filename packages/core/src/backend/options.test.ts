import { describe, expect, expectTypeOf, test } from 'vitest'
import { obscure } from '../remote/obscure.js'
import { isConfigError } from './config-error.js'
import { isAsked, type OptionsOf, type OptionTable, parseOptions, secretNames, valueProblem } from './options.js'

const table = {
  endpoint: { type: 'string', help: 'Where.' },
  user: { type: 'string', help: 'Who.', required: true },
  password: { type: 'string', help: 'Secret.', secret: 'plain' },
  pin: { type: 'integer', help: 'Also secret.', secret: 'obscured' },
  links: { type: 'boolean', help: 'Whether.', default: false },
  part_size: { type: 'size', help: 'How much.', default: 5 * 1024 ** 2 },
  timeout: { type: 'duration', help: 'How long.' },
  parts: { type: 'integer', help: 'How many.', when: { links: ['true', 'yes'], user: ['me', ''] } },
} as const satisfies OptionTable

describe('parseOptions', () => {
  test('gives each value its type, fills in defaults, and leaves the rest out', () => {
    const texts = { user: 'me', links: 'Yes', part_size: '1M', timeout: '1m30s', parts: '-3', other: 'x', endpoint: '' }
    const options = parseOptions(table, texts, 'r')
    expect(options).toEqual({ user: 'me', links: true, part_size: 1024 ** 2, timeout: 90_000, parts: -3 })
    expect(parseOptions(table, { user: ' ' }, 'r')).toEqual({ user: ' ', links: false, part_size: 5 * 1024 ** 2 })
  })

  test('what is stored obscured reaches a backend revealed; what is not obscured is a problem that does not tell it', () => {
    expect(parseOptions(table, { user: 'me', pin: obscure('1234') }, 'r')).toMatchObject({ pin: 1234 })
    expect(() => parseOptions(table, { user: 'me', pin: '1234' }, 'r')).toThrow('"pin" is not obscured')
    expect(() => parseOptions(table, { user: 'me', pin: obscure('abcd') }, 'r')).toThrow('"pin" is not a integer: its value is hidden')
  })

  test('types what is required or has a default as present', () => {
    expectTypeOf<OptionsOf<typeof table>>().toEqualTypeOf<
      { readonly user: string; readonly links: boolean; readonly part_size: number } & {
        readonly endpoint?: string
        readonly password?: string
        readonly pin?: number
        readonly timeout?: number
        readonly parts?: number
      }
    >()
  })

  test('names every problem in one ConfigError, but no secret', () => {
    try {
      parseOptions(table, { links: 'maybe', part_size: '1MB', timeout: 'soon', pin: 'hush', parts: '1.5' }, 'work')
      expect.unreachable()
    } catch (error) {
      expect(isConfigError(error)).toBe(true)
      expect(String(error)).toBe(
        'ConfigError: remote "work": "user" is missing; "pin" is not obscured: obscure it with `tranship obscure`; "links" is not a boolean: "maybe"; ' +
          '"part_size" is not a size: "1MB"; "timeout" is not a duration: "soon"; "parts" is not a integer: "1.5"',
      )
    }
  })

  test.each(['1', 't', 'TRUE', 'yes', 'on'])('%s is true', (text) => {
    expect(parseOptions({ a: { type: 'boolean', help: '' } }, { a: text }, '')).toEqual({ a: true })
  })

  test.each(['0', 'F', 'false', 'no', 'Off'])('%s is false', (text) => {
    expect(parseOptions({ a: { type: 'boolean', help: '' } }, { a: text }, '')).toEqual({ a: false })
  })
})

test('valueProblem agrees with parseOptions', () => {
  for (const text of ['true', '12', '1k', '1h', 'off', 'x', '1.5', '-1', '0x1', ' 1']) {
    for (const type of ['string', 'boolean', 'integer', 'size', 'duration'] as const) {
      const parse = () => parseOptions({ a: { type, help: '' } }, { a: text }, 'r')
      if (valueProblem({ type, help: '' }, text) === undefined) expect(parse()).toHaveProperty('a')
      else expect(parse).toThrow(`"a" is not a ${type}`)
    }
  }
})

test('secretNames', () => {
  expect([...secretNames(table)]).toEqual(['password', 'pin'])
})

test('isAsked: each named option has one of its values; one that is absent is blank', () => {
  expect(isAsked(table.parts, { links: 'true', user: 'me' })).toBe(true)
  expect(isAsked(table.parts, { links: 'yes' })).toBe(true)
  expect(isAsked(table.parts, { links: 'true', user: 'you' })).toBe(false)
  expect(isAsked(table.parts, { user: 'me' })).toBe(false)
  expect(isAsked(table.user, {})).toBe(true)
})
