import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { newPlace } from './place.js'
import { series } from './wild-tree.js'

const ROUNDS = 50

it(`a copy that is killed at ${ROUNDS} moments shows no half file, and the next one finishes and leaves nothing`, async () => {
  const { directory, tranship, startTranship } = newPlace()
  const [source, target] = [join(directory, 'source'), join(directory, 'target')]
  mkdirSync(join(source, 'd'), { recursive: true })
  const bodies = new Map<string, Buffer>()
  for (let at = 0; at < 300; at++) bodies.set(`d/small ${at}`, randomBytes(3000 + at))
  for (let at = 0; at < 6; at++) bodies.set(`large ${at}`, randomBytes(24_000_000 + at))
  for (const [name, body] of bodies) writeFileSync(join(source, name), body)

  const started = Date.now()
  await tranship('copy', source, target)
  const duration = Date.now() - started
  const next = series(7)
  let interrupted = 0
  let unfinished = 0
  for (let round = 0; round < ROUNDS; round++) {
    // Every other round replaces what is there, the others begin with nothing.
    if (round % 2 === 0) rmSync(target, { recursive: true, force: true })
    else for (const name of ['d/small 7', 'large 3']) writeFileSync(join(target, name), 'old')
    const { child, ended } = startTranship('copy', source, target)
    await sleep(next() * duration)
    child.kill('SIGKILL')
    if ((await ended).code === 'SIGKILL') interrupted++
    for (const name of visibleFiles(target)) {
      const body = readFileSync(join(target, name))
      const isOld = body.equals(Buffer.from('old'))
      expect(isOld || body.equals(bodies.get(name) ?? Buffer.alloc(0)), `${name} is whole`).toBe(true)
    }
    unfinished += allFiles(target).length - visibleFiles(target).length
    const again = await tranship('copy', source, target)
    expect(again.code, again.stderr).toBe(0)
    expect(allFiles(target).toSorted()).toEqual([...bodies.keys()].toSorted())
  }
  expect(interrupted).toBeGreaterThan(ROUNDS / 4)
  expect(unfinished).toBeGreaterThan(0)
})

function allFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? join(entry.parentPath, entry.name).slice(directory.length + 1) : [],
    )
  } catch {
    return [] // it was killed before it made one
  }
}

/** What a reader would take for a file of the copy. */
function visibleFiles(directory: string): string[] {
  return allFiles(directory).filter((name) => !name.endsWith('.partial'))
}
