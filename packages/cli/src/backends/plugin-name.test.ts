import { describe, expect, test } from 'vitest'
import { refusal } from './plugin-name.js'

describe('what plugins install may fetch', () => {
  test.each([
    ['@tranship/plugin-s3'],
    ['tranship-plugin-foo'],
    ['@someone/tranship-plugin-foo'],
    ['@tranship/plugin-s3', '^1.2.0'],
    ['tranship-plugin-foo', '>=1 <3'],
    ['https://github.com/someone/tranship-plugin-foo'],
    ['git+ssh://git@example.org/someone/tranship-plugin-foo.git#v1'],
    ['file:///tmp/tranship-plugin-s3-0.1.0.tgz'],
  ])('%s %s', (source, version?: string) => {
    expect(refusal(source, version)).toBeUndefined()
  })

  test.each([
    ['s3'],
    ['left-pad'],
    ['plugin-s3'],
    ['@transhlp/plugin-s3'],
    ['@tranship/core'],
    ['@tranship/plugin-'],
    ['my-tranship-plugin-s3'],
    ['https://github.com/tranship-plugin-foo/left-pad'],
    ['https://example.org/left-pad.tgz?x=/tranship-plugin-foo'],
    ['file:///tmp/left-pad'],
    ['tranship-plugin-foo', 'npm:left-pad'],
    ['tranship-plugin-foo', 'someone/left-pad'],
    ['tranship-plugin-foo', 'https://example.org/left-pad.tgz'],
  ])('not %s %s', (source, version?: string) => {
    expect(refusal(source, version)).toMatch(/is not/)
  })
})
