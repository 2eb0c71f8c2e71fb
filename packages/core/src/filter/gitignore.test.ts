import { describe, expect, test } from 'vitest'
import { parseIgnoreFile } from './gitignore.js'

/** What `git check-ignore` says; a directory ends in "/". */
describe('an ignore file', () => {
  test.each([
    ['*.log', ['a.log', 'sub/b.log', 'dir.log/'], ['a.txt']],
    ['/top', ['top', 'top/'], ['sub/top']],
    ['build/', ['build/', 'sub/build/'], ['build', 'sub/build']],
    ['doc/frotz', ['doc/frotz', 'doc/frotz/'], ['a/doc/frotz']],
    ['doc/*.txt', ['doc/a.txt'], ['doc/b/a.txt', 'x/doc/a.txt']],
    ['**/foo', ['foo', 'a/foo', 'a/b/foo/'], ['afoo', 'a/foob']],
    ['**/foo/bar', ['foo/bar', 'a/foo/bar'], ['foo/a/bar']],
    ['abc/**', ['abc/x', 'abc/x/y'], ['abc', 'abc/', 'x/abc/y']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'x/a/b']],
    ['a**b', ['ab', 'axxb', 'sub/ab'], ['a/b']],
    ['?.c', ['a.c', 'é.c', '😀.c'], ['ab.c', '.c']],
    ['[!a-c].c', ['d.c', ']. c'.replace(' ', '')], ['a.c', 'b.c']],
    ['[^a].c', ['b.c'], ['a.c']],
    ['[]x]', [']', 'x'], ['y']],
    ['[\\]^]', [']', '^'], ['\\']],
    ['[[:digit:]a]z', ['1z', 'az'], ['bz']],
    ['x[!a]y', ['xby'], ['x/y', 'xay']],
    ['a{b,c}', ['a{b,c}'], ['ab', 'ac']],
    ['a+(b).$|', ['a+(b).$|'], ['aab']],
    ['\\*[[:alpha:]]\\?\\[\\\\', ['*a?[\\'], ['xa?[\\', 'a']],
    ['\\#x\n\\!y', ['#x', '!y'], ['x', 'y']],
    ['# comment\n\n   \n', [], ['# comment', 'comment']],
    ['trailing  \nkept\\ ', ['trailing', 'kept '], ['trailing  ', 'kept']],
    ['\ttab', ['\ttab'], ['tab']],
    ['windows\r\nlines\r\n', ['windows', 'lines'], []],
    ['\ufeffmark', ['mark'], []],
    ['*\n!*/\n!keep', ['x', 'sub/x'], ['keep', 'sub/', 'sub/keep']],
    ['!a\na', ['a'], []],
    ['unclosed[\nlone\\\nfine', ['fine'], ['unclosed[', 'lone\\', 'lone']],
    ['/', [], ['a', 'a/']],
    ['/*\n!/a', ['b', 'c/'], ['a', 'c/d']],
  ])('%j', async (text, ignored, others) => {
    const rules = await parseIgnoreFile(text)
    const isIgnored = (path: string) => rules.ignores(path.replace(/\/$/, ''), path.endsWith('/')) === true
    expect([...ignored, ...others].filter(isIgnored)).toEqual(ignored)
  })

  test('tells what it wants from what it does not speak of', async () => {
    const rules = await parseIgnoreFile('*.log\n!keep.log')
    expect(['a.log', 'keep.log', 'other'].map((path) => rules.ignores(path, false))).toEqual([true, false, undefined])
  })
})
