import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { whenAborted } from './when-aborted.js'

test('calls all who still wait, once each, by one listener that goes with the last of them', () => {
  const controller = new AbortController()
  const { signal } = controller
  const called: string[] = []
  const twice = () => called.push('twice')
  const ends = [whenAborted(signal, twice), whenAborted(signal, twice), whenAborted(signal, () => called.push('gone'))]
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  ends[2]?.()
  ends[2]?.()
  controller.abort()
  controller.abort()
  expect(called).toEqual(['twice', 'twice'])
})

test('leaves a signal that nobody waits for any more without a listener, and listens again for the next', async () => {
  const controller = new AbortController()
  const { signal } = controller
  whenAborted(signal, () => {})()
  whenAborted(signal, () => {})()
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  await turn()
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  let called = 0
  whenAborted(signal, () => called++)
  controller.abort()
  expect(called).toBe(1)
})

test('keeps listening where the next one waits before it has left', async () => {
  const controller = new AbortController()
  let called = 0
  whenAborted(controller.signal, () => {})()
  whenAborted(controller.signal, () => called++)
  await turn()
  controller.abort()
  expect(called).toBe(1)
})

test('whoever ends the wait of another while all are called is heeded', () => {
  const controller = new AbortController()
  const called: string[] = []
  const ends: (() => void)[] = []
  ends.push(
    whenAborted(controller.signal, () => {
      called.push('first')
      ends[1]?.()
    }),
    whenAborted(controller.signal, () => called.push('second')),
  )
  controller.abort()
  expect(called).toEqual(['first'])
})
