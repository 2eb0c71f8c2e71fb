import { describe, expect, test } from 'vitest'
import { bandwidthAt, parseBandwidth, rateAt } from './bandwidth-schedule.js'

const OFF = Number.POSITIVE_INFINITY
const KIB = 1024
const MIB = 1024 ** 2
/** 1 November 2026 is a Sunday. */
const on = (day: number, hour: number, minute = 0, second = 0) => new Date(2026, 10, 1 + day, hour, minute, second).getTime()

function limitsOf(text: string, ...times: number[]): unknown[] {
  const schedule = parseBandwidth(text)
  if (schedule === undefined) throw new Error(`not understood: ${text}`)
  return times.map((time) => {
    const { up, down } = bandwidthAt(schedule, time)
    return up === down ? up : [up, down]
  })
}

describe('parseBandwidth', () => {
  test.each([
    ['10M', 10 * MIB],
    ['512', 512 * KIB],
    ['0.5k', 512],
    ['off', OFF],
    ['0', OFF],
    ['10M:1M', [10 * MIB, MIB]],
    ['off:100k', [OFF, 100 * KIB]],
    ['1M:0', [MIB, OFF]],
  ])('%s', (text, expected) => {
    expect(limitsOf(text, on(3, 12))).toEqual([expected])
  })

  test.each([
    '',
    ' ',
    'fast',
    '-1M',
    '1MB',
    '1M:2M:3M',
    ':1M',
    '1M:',
    '08:00,',
    ',1M',
    '8:00,1M',
    '24:00,1M',
    '08:60,1M',
    'Foo-08:00,1M',
    'Mon08:00,1M',
    '08:00,1M 10M',
    '08:00;1M',
    '08:00,1M,2M',
  ])('%j is refused', (text) => {
    expect(parseBandwidth(text)).toBeUndefined()
  })

  test('a timetable of every day wraps round midnight', () => {
    const text = '08:00,512k 12:00,10M;13:00,512k:1M  23:00,off'
    const times = [on(0, 7, 59, 59), on(0, 8), on(4, 12, 59), on(4, 13), on(6, 23), on(6, 0)]
    expect(limitsOf(text, ...times)).toEqual([OFF, 512 * KIB, 10 * MIB, [512 * KIB, MIB], OFF, OFF])
  })

  test('a timetable with days wraps round the week, and mixes with entries of every day', () => {
    const week = 'Mon-00:00,512 Fri-23:59,10M Sat-10:00,1M sunday-20:00,off'
    const times = [on(0, 19), on(0, 20), on(1, 0), on(5, 23, 58), on(5, 23, 59), on(6, 10)]
    expect(limitsOf(week, ...times)).toEqual([MIB, OFF, 512 * KIB, 512 * KIB, 10 * MIB, MIB])
    expect(limitsOf('Wed-12:00,2M 06:00,1M', on(3, 11), on(3, 12), on(4, 5), on(4, 6))).toEqual([MIB, 2 * MIB, 2 * MIB, MIB])
  })
})

test('a rate of a timetable holds until the next entry, for an hour at most', () => {
  const schedule = parseBandwidth('08:00,512k 08:20,off')
  const at = (now: number) => schedule && rateAt(schedule, ({ up }) => up, now)
  expect(at(on(2, 8, 5, 30))).toEqual({ perSecond: 512 * KIB, until: on(2, 8, 20) })
  expect(at(on(2, 9, 0, 30))).toEqual({ perSecond: OFF, until: on(2, 10) })
  const single = parseBandwidth('1M')
  expect(single && rateAt(single, ({ up }) => up, on(0, 0))).toEqual({ perSecond: MIB, until: OFF })
})
