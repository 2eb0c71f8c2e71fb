import { describe, expect, test } from 'vitest'
import { isConfigError } from '../backend/config-error.js'
import { expressionOf } from './expression.js'
import { parseGlob } from './glob.js'
import { compileGlob } from './matcher.js'

describe('a glob as an expression', () => {
  test.each([
    ['', '(^|/)$'],
    ['potato', '(^|/)potato$'],
    ['potato,sausage', '(^|/)potato,sausage$'],
    ['/potato', '^potato$'],
    ['potato?sausage', '(^|/)potato[^/]sausage$'],
    ['potat[oa]', '(^|/)potat[oa]$'],
    ['potat[a-z]or', '(^|/)potat[a-z]or$'],
    ['potat[[:alpha:]]or', '(^|/)potat[[:alpha:]]or$'],
    ["'.' '+' '(' ')' '|' '^' '$'", `(^|/)'\\.' '\\+' '\\(' '\\)' '\\|' '\\^' '\\$'$`],
    ['*.jpg', '(^|/)[^/]*\\.jpg$'],
    ['a{b,c,d}e', '(^|/)a(b|c|d)e$'],
    ['a{b,{c,d}}e', '(^|/)a(b|(c|d))e$'],
    ['{a,b/{c,d}/**}', '(^|/)(a|b/(c|d)/.*)$'],
    ['potato**sausage', '(^|/)potato.*sausage$'],
    ['*.p[lm]', '(^|/)[^/]*\\.p[lm]$'],
    ['*.{jpg,png,gif}', '(^|/)[^/]*\\.(jpg|png|gif)$'],
    ['[\\[\\]]', '(^|/)[\\[\\]]$'],
    ['a\\*b', '(^|/)a\\*b$'],
    ['a\\\\b', '(^|/)a\\\\b$'],
    ['a{{.*}}b', '(^|/)a(.*)b$'],
    ['{{regexp}}', '(^|/)(regexp)$'],
    ['/{{regexp}}', '^(regexp)$'],
    ['\\{{{regexp}}', '(^|/)\\{(regexp)$'],
    ['/{{\\d{8}}}', '^(\\d{8})$'],
    ['/{{\\}}}', '^(\\})$'],
    ['{{(?i)regexp}}', '(^|/)((?i)regexp)$'],
  ])('%j is %s', (glob, expression) => {
    expect(expressionOf(parseGlob(glob))).toBe(expression)
    expect(expressionOf(parseGlob(glob), true)).toBe(`(?i)${expression}`)
  })

  test.each([
    ['***', /stars/],
    ['***potato', /stars/],
    ['po***tato', /stars/],
    ['ab]c', /"\]" has no "\["/],
    ['ab[c', /"\[" has no "\]"/],
    ['ab{x{cd', /"\{" has no "\}"/],
    ['ab{}}cd', /"\}" has no "\{"/],
    ['ab}c', /"\}" has no "\{"/],
    ['ab{c', /"\{" has no "\}"/],
    ['a{{.*}', /"\{\{" has no "\}\}"/],
    ['[a--b]', /invalid character class range/],
    ['a\\', /backslash/],
    ['[]', /missing closing \]/],
    ['{{(?=x)}}', /unsupported Perl syntax/],
    ['\\q', /invalid escape sequence/],
  ])('%j is refused by name', async (glob, problem) => {
    const error = await compileGlob(glob).catch((error) => error)
    expect(isConfigError(error)).toBe(true)
    expect(error.message).toMatch(problem)
    expect(error.message).toContain(JSON.stringify(glob))
  })
})
