import type { OptionTable } from '@tranship/core'
import { expect, test } from 'vitest'
import { type DialogSubject, firstStep, type Step, stateOf, stepAfter, stepOf } from './dialog.js'

const TABLE: OptionTable = {
  provider: { type: 'string', help: '' },
  region: { type: 'string', help: '', when: { provider: ['AWS'] } },
  chunk: { type: 'size', help: '', advanced: true },
  endpoint: { type: 'string', help: '' },
}

/** What is asked from the begin to the end, where each question is answered so. */
function asked(subject: Partial<DialogSubject>, answers: Readonly<Record<string, string>> = {}, all = true): readonly string[] {
  const whole: DialogSubject = { table: TABLE, values: {}, logsIn: false, ...subject }
  const states: string[] = []
  for (let step = firstStep(whole, all); step !== undefined; step = stepAfter(step, answers[step.asks] ?? '', whole)) {
    states.push(stateOf(step))
  }
  return states
}

test('options are asked in the order of the table, the advanced ones only if they are wanted', () => {
  expect(asked({})).toEqual(['*all-set,0,false', '*all-set,3,false', '*all-advanced'])
  expect(asked({ values: { provider: 'AWS' } }, { advanced: 'true' })).toEqual([
    '*all-set,0,false',
    '*all-set,1,false',
    '*all-set,3,false',
    '*all-advanced',
    '*all-set,2,true',
  ])
  expect(asked({ given: new Set(['provider', 'chunk']) })).toEqual(['*all-set,3,false', '*all-advanced'])
})

test('a log-in comes last: whether, where, and what it gave elsewhere', () => {
  const logsIn = { logsIn: true }
  expect(asked(logsIn, {}, false)).toEqual(['*oauth-islocal,,,', '*oauth-authorize,,,'])
  expect(asked(logsIn, { place: 'true' }, false)).toEqual(['*oauth-islocal,,,'])
  expect(asked({ ...logsIn, values: { token: 't' } }, {}, false)).toEqual(['*oauth-confirm,,,'])
  expect(asked({ ...logsIn, values: { token: 't' } }, { refresh: 'true', place: 'true' }, false)).toHaveLength(2)
})

test('a state is read back as the question that it stands for', () => {
  const steps: readonly Step[] = [
    { asks: 'option', at: 7, advanced: true },
    { asks: 'advanced' },
    { asks: 'refresh' },
    { asks: 'place' },
    { asks: 'paste' },
  ]
  for (const step of steps) expect(stepOf(stateOf(step))).toEqual(step)
  for (const text of ['', '*all-set', '*all-set,x,true', '*oauth', 'advanced']) expect(stepOf(text)).toBeUndefined()
})
