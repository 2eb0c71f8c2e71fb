import { expect, test } from 'vitest'
import { type Fault, strikesAnswer, strikesRequest } from './fault.js'
import { createFaultPlan } from './fault-plan.js'

const always = () => true
const refusal: Fault = { answer: 503 }

test('as many requests as planned meet the fault, after those that go undisturbed', () => {
  const plan = createFaultPlan()
  plan.next(refusal, { times: 2, after: 1 })
  expect([1, 2, 3, 4].map(() => plan.take(always))).toEqual([undefined, refusal, refusal, undefined])
  expect(plan.met()).toBe(2)
})

test('a request that cannot meet a fault is neither counted nor disturbed', () => {
  const plan = createFaultPlan()
  plan.next({ corruptRequest: 10 }, { after: 1 })
  const bodies = [5, 11, 10, 11].map((bytes) => plan.take((fault) => strikesRequest(fault, bytes)))
  expect(bodies).toEqual([undefined, undefined, undefined, { corruptRequest: 10 }])
})

test('clear takes back what is planned, and counts anew', () => {
  const plan = createFaultPlan()
  plan.next(refusal, { times: 2 })
  plan.take(always)
  plan.clear()
  expect([plan.take(always), plan.met()]).toEqual([undefined, 0])
})

test.each<[Fault, readonly boolean[], readonly boolean[]]>([
  [{ answer: 429 }, [true, true, true], [false, false, false]],
  [{ lose: true }, [true, true, true], [false, false, false]],
  [{ hold: true }, [true, true, true], [false, false, false]],
  [{ delay: 5 }, [true, true, true], [false, false, false]],
  [{ resetAfter: 1 }, [false, true, true], [false, false, false]],
  [{ corruptRequest: 1 }, [false, false, true], [false, false, false]],
  [{ cutAfter: 1 }, [false, false, false], [false, false, true]],
  [{ stallAfter: 1 }, [false, false, false], [false, false, true]],
  [{ corruptAnswer: 1 }, [false, false, false], [false, false, true]],
])('%o is met by requests and answers of so many bytes', (fault, requests, answers) => {
  expect([0, 1, 2].map((bytes) => strikesRequest(fault, bytes))).toEqual(requests)
  expect([0, 1, 2].map((bytes) => strikesAnswer(fault, bytes))).toEqual(answers)
})
