import { describe, expect, test } from 'vitest'
import { filterLines } from './dump.js'
import { compileRules, lineOf } from './rules.js'

const linesOf = async (include: boolean, glob: string) => {
  const { objects, directories } = await compileRules([{ include, glob }])
  return { objects: objects.map(lineOf), directories: directories.map(lineOf) }
}

describe('the lines that one rule makes', () => {
  test.each([
    [false, 'potato', ['- (^|/)potato$'], []],
    [true, 'potato', ['+ (^|/)potato$'], ['+ ^.*$']],
    [false, 'potato/', ['- (^|/)potato/.*$'], ['- (^|/)potato/.*$']],
    [true, 'potato/', [], ['+ (^|/)potato/$']],
    [false, '*', ['- (^|/)[^/]*$'], ['- ^.*$']],
    [true, '*', ['+ (^|/)[^/]*$'], ['+ ^.*$']],
    [false, '.*{,/**}', ['- (^|/)\\.[^/]*(|/.*)$'], ['- (^|/)\\.[^/]*(|/.*)$']],
    [true, 'a/b/c/d', ['+ (^|/)a/b/c/d$'], ['+ (^|/)a/b/c/$', '+ (^|/)a/b/$', '+ (^|/)a/$']],
    [true, 'dir/**', ['+ (^|/)dir/.*$'], ['+ (^|/)dir/.*/$', '+ (^|/)dir/$', '+ (^|/)dir/.*$']],
    [false, '**', ['- (^|/).*$'], ['- (^|/).*$']],
  ])('%j %j', async (include, glob, objects, directories) => {
    expect(await linesOf(include, glob)).toEqual({ objects, directories })
  })

  test('none stands in a table twice', async () => {
    const { objects, directories } = await compileRules([
      { include: true, glob: '*.jpg' },
      { include: true, glob: '*.png' },
      { include: true, glob: '*.jpg' },
    ])
    expect([objects.length, directories.length]).toEqual([2, 1])
  })

  test('are printed as rclone prints them', async () => {
    const rules = [
      { include: true, glob: 'dir/**' },
      { include: false, glob: 'x/' },
      { include: true, glob: '/zz/*.{a,b}' },
      { include: false, glob: '/**' },
    ]
    expect(await filterLines({ rules, ignoreCase: true, modifiedFrom: 1_577_836_800_000_000_000n })).toEqual([
      'Last-modified date must be equal or greater than: 2020-01-01T00:00:00.000Z',
      '--- File filter rules ---',
      '+ (?i)(^|/)dir/.*$',
      '- (?i)(^|/)x/.*$',
      '+ (?i)^zz/[^/]*\\.(a|b)$',
      '- (?i)^.*$',
      '--- Directory filter rules ---',
      '+ (?i)(^|/)dir/.*/$',
      '+ (?i)(^|/)dir/$',
      '+ (?i)(^|/)dir/.*$',
      '- (?i)(^|/)x/.*$',
      '+ (?i)^zz/$',
      '- (?i)^.*$',
    ])
  })
})
