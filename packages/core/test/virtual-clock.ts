import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../src/http/clock.js'

/** A clock that stands still until nothing is left to do, then goes to the next time that somebody asked for. */
export interface VirtualClock extends Clock {
  sleep(milliseconds: number): Promise<void>
  /** Lets time pass until the work has ended; gives its result. Rejects when it waits for something that will not come. */
  run<T>(work: Promise<T>): Promise<T>
}

interface Alarm {
  readonly time: number
  readonly number: number
  ring(): void
}

export function createVirtualClock(start = 0): VirtualClock {
  const alarms: Alarm[] = [] // a heap
  let now = start
  let number = 0

  const at = (time: number, ring: () => void) => {
    let due = true
    push({ time: Math.max(now, time), number: number++, ring: () => due && ring() })
    return () => {
      due = false
    }
  }

  return {
    now: () => now,
    at,
    sleep: (milliseconds) => new Promise((resolve) => void at(now + milliseconds, resolve)),
    run: async (work) => {
      let ended = false
      const end = () => {
        ended = true
      }
      work.then(end, end)
      await turn()
      while (!ended) {
        const first = alarms[0]
        if (first === undefined) throw new Error('the work waits for something that will not come')
        now = first.time
        while (alarms[0]?.time === now) pop().ring()
        await turn()
      }
      return work
    },
  }

  function before(a: Alarm, b: Alarm): boolean {
    return a.time < b.time || (a.time === b.time && a.number < b.number)
  }

  function push(alarm: Alarm): void {
    let place = alarms.push(alarm) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!before(alarm, alarms[parent] as Alarm)) break
      alarms[place] = alarms[parent] as Alarm
      place = parent
    }
    alarms[place] = alarm
  }

  function pop(): Alarm {
    const first = alarms[0] as Alarm
    const last = alarms.pop() as Alarm
    if (alarms.length === 0) return first
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= alarms.length) break
      if (child + 1 < alarms.length && before(alarms[child + 1] as Alarm, alarms[child] as Alarm)) child++
      if (!before(alarms[child] as Alarm, last)) break
      alarms[place] = alarms[child] as Alarm
      place = child
    }
    alarms[place] = last
    return first
  }
}
