import { bytesSource, fsPath, readAll } from '@tranship/core'
import { expect, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { double, opened, openedAsCore } from '../test/opened.js'

const BYTES = Buffer.alloc(1024 ** 2, 'a body of some length; ')
const PATH = fsPath('file')

test('a body that breaks off goes on at the byte it reached', async () => {
  const at = await double()
  const { endpoint, faults } = await startCountingProxy(at.endpoint)
  const fs = await openedAsCore({ endpoint, tokens: at.tokens })
  const object = await fs.put(PATH, bytesSource(BYTES))
  for (const range of [undefined, { start: 1000, end: 900_000 }]) {
    faults.next({ cutAfter: 300_000 }, { times: 2 })
    const body = await readAll(fs.open(object, range && { range }))
    expect(faults.met()).toBe(2)
    faults.clear()
    expect(Buffer.compare(body, BYTES.subarray(range?.start, range?.end))).toBe(0)
  }
})

test('it does not go on with the bytes of another revision', async () => {
  const at = await double()
  const { endpoint, faults } = await startCountingProxy(at.endpoint)
  const fs = await openedAsCore({ endpoint, tokens: at.tokens })
  const object = await fs.put(PATH, bytesSource(BYTES))
  faults.next({ cutAfter: 300_000 })
  const reading = async () => {
    let isFirst = true
    for await (const _chunk of fs.open(object)) {
      if (isFirst) await fs.put(PATH, bytesSource(Buffer.alloc(BYTES.byteLength)))
      isFirst = false
    }
  }
  await expect(reading()).rejects.toMatchObject({ kind: 'precondition-failed' })
})

test('a search that was not made everywhere is no listing', async () => {
  const at = await double()
  const retry = { attempts: 2, firstDelay: 1, longestDelay: 1, longestRetryAfter: 1 }
  const fs = await opened(at, {}, { retry })
  await fs.put(PATH, bytesSource(BYTES))
  at.beIncomplete()
  const before = at.requests.length
  await expect(fs.stat(PATH)).rejects.toMatchObject({ kind: 'unavailable' })
  expect(at.requests).toHaveLength(before + retry.attempts)
})
