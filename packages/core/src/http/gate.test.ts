import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGate } from './gate.js'

describe('createGate', () => {
  test('never lets in more than its room, and all in the order of asking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(3), { maxLength: 30 }), async (room, stays) => {
        const gate = createGate(room)
        const order: number[] = []
        let inside = 0
        let most = 0
        await Promise.all(
          stays.map(async (turns, number) => {
            const leave = await gate.enter()
            order.push(number)
            most = Math.max(most, ++inside)
            for (let turn = 0; turn <= turns; turn++) await null
            inside--
            leave()
          }),
        )
        expect(order).toEqual(stays.map((_, number) => number))
        expect(most).toBe(Math.min(room, stays.length))
      }),
    )
  })

  test('one who gives up while waiting takes no room and does not change the order of the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(fc.boolean(), { maxLength: 12 }), async (room, givesUp) => {
        const gate = createGate(room)
        const inside = await Promise.all(Array.from({ length: room }, () => gate.enter()))
        const admitted: number[] = []
        const waiting = givesUp.map((gives, number) => {
          const controller = new AbortController()
          const reason = new Error(`gives up ${number}`)
          const entered = gate.enter(controller.signal).then(
            (leave) => {
              admitted.push(number)
              leave()
            },
            (error: unknown) => {
              expect(error).toBe(reason)
              expect(gives).toBe(true)
            },
          )
          return { entered, quit: () => gives && controller.abort(reason) }
        })
        for (const { quit } of waiting.toReversed()) quit()
        expect(admitted).toEqual([])
        for (const leave of inside) leave()
        await Promise.all(waiting.map(({ entered }) => entered))
        expect(admitted).toEqual(givesUp.flatMap((gives, number) => (gives ? [] : [number])))
        const again = await Promise.all(Array.from({ length: room }, () => gate.enter()))
        expect(again).toHaveLength(room)
      }),
    )
  })

  test('an aborted signal is refused at once, with its reason, also while there is room', async () => {
    const reason = new Error('stop')
    const gate = createGate(1)
    await expect(gate.enter(AbortSignal.abort(reason))).rejects.toBe(reason)
    ;(await gate.enter())()
  })

  test('leaving twice makes room once; an abort after being let in changes nothing', async () => {
    const gate = createGate(1)
    const controller = new AbortController()
    const leave = await gate.enter(controller.signal)
    const second = gate.enter(controller.signal)
    leave()
    leave()
    const leaveSecond = await second
    controller.abort()
    let third = false
    const entered = gate.enter().then(() => {
      third = true
    })
    await turn()
    expect(third).toBe(false)
    leaveSecond()
    await entered
  })

  test('many waiting on one signal raise no warning', async () => {
    const warnings: Error[] = []
    const listen = (warning: Error) => warnings.push(warning)
    process.on('warning', listen)
    const gate = createGate(1)
    const controller = new AbortController()
    const leave = await gate.enter()
    const waiting = Array.from({ length: 100 }, () => gate.enter(controller.signal).then((next) => next()))
    leave()
    await Promise.all(waiting)
    await turn()
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })
})
