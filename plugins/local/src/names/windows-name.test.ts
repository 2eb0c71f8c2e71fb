import { describe, expect, it } from 'vitest'
import { usualEncoding } from './usual-encoding.js'
import { windowsProblem } from './windows-name.js'

describe('a name that Windows does not take for one of a file', () => {
  it.each(['CON', 'con', 'nul.txt', 'COM1', 'lpt9.tar.gz', 'AUX ', 'COM¹', 'CONIN$', 'aux:x'])('%j is a device', (name) =>
    expect(windowsProblem(name)).toContain('device'),
  )
  it.each(['a\\b', '..\\x', 'C:', 'name:stream'])('%j is no single name', (name) => expect(windowsProblem(name)).toContain('character'))
  it.each(['console', 'COM', 'com10', 'nulls', 'a.con', 'lptx', 'a：b'])('%j is one', (name) =>
    expect(windowsProblem(name)).toBeUndefined(),
  )
})

it('replaces by itself what Windows cannot hold, and nothing elsewhere', () => {
  expect(usualEncoding('win32')).toContain('Colon')
  expect(usualEncoding('linux')).toBe('')
})
