import { EventEmitter } from 'node:events'
import { parseBandwidth } from '@tranship/core'
import { expect, test } from 'vitest'
import { createSwitchedBandwidth } from './switched-bandwidth.js'

const MEBIBYTE = 1024 ** 2

test('each signal turns the limit off, also for who waits, and on again', async () => {
  const [signals, told] = [new EventEmitter(), [] as string[]]
  const schedule = parseBandwidth('1') ?? [{ minute: 0, up: 1, down: 1 }]
  const bandwidth = createSwitchedBandwidth(schedule, signals, (_level, message) => void told.push(message))
  const take = () => bandwidth.take(['up'], MEBIBYTE)

  expect(take()).toBeUndefined() // the first goes at once
  const waiting = take()
  expect(waiting).toBeInstanceOf(Promise)
  signals.emit('SIGUSR2')
  await waiting // at 1 KiB a second it would wait for a quarter of an hour
  expect([take(), take()]).toEqual([undefined, undefined])

  signals.emit('SIGUSR2')
  take()
  expect(take()).toBeInstanceOf(Promise)
  expect(told.slice(1)).toEqual(['Bandwidth limit disabled by user', 'Bandwidth limit enabled by user'])
  signals.emit('SIGUSR2') // no timer is left
})
