import { setTimeout as pause } from 'node:timers/promises'
import { comparePaths, type FsPath, joinPath, orderKey, type Page } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { ACCOUNTS, container, opened, pathsBelow } from '../test/accounts.js'
import { bytesOf, sourceOf } from '../test/bytes.js'

const KEYS = 10_050
const AT_A_TIME = 8
const MOST_TRIES = 100

/** In an order that UTF-16 and an order by names without their "/" both get wrong; half of them are below `t/`. */
const keyAt = (index: number): string => `${['t-/', 't/', '\u{1f600}', '\uff61'][index % 4]}${String(index).padStart(5, '0')}`

describe.each(ACCOUNTS)('more objects than a page holds, on $name', (account) => {
  test(`${KEYS} are listed in path order, all and each once`, { timeout: 15 * 60_000 }, async () => {
    const fs = await opened(account)
    const root = await container(fs)
    const keys = Array.from({ length: KEYS }, (_each, index) => keyAt(index))
    const waiting = keys.values()
    const put = async () => {
      for (const key of waiting) await fs.put(joinPath(root, key), sourceOf(bytesOf(1)))
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, put))

    // A container that was busy hears of objects later: "eventual consistency", in Swift's own words.
    for (let tries = 0; (await pathsBelow(fs, root)).length < KEYS && tries < MOST_TRIES; tries++) await pause(2000)

    const expected = keys.toSorted(comparePaths)
    expect(await below(root, fs.listAll?.(root))).toEqual(expected)
    expect(await below(root, fs.list(root))).toEqual([...new Set(expected.map((key) => key.replace(/\/.*/s, '/')))])
    const after = joinPath(root, expected[KEYS - 10] ?? '')
    expect(await below(root, fs.listAll?.(root, { after }))).toEqual(expected.slice(KEYS - 9))

    const objects = expected.map((key) => ({ kind: 'object', path: joinPath(root, key) }) as const)
    for await (const { error } of fs.removeMany?.(objects) ?? []) expect(error).toBeUndefined()
    expect(await below(root, fs.listAll?.(root))).toEqual([])
  })
})

/** The keys of a listing in the order in which they came, relative to the container. */
async function below(root: FsPath, pages: AsyncIterable<Page> | undefined): Promise<string[]> {
  const keys: string[] = []
  for await (const page of pages ?? []) for (const entry of page) keys.push(orderKey(entry).slice(root.length + 1))
  return keys
}
