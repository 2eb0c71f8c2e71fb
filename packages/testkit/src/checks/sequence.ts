import assert from 'node:assert/strict'
import { type Fs, fsPath } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { bytesOf } from '../sources.js'
import { everything, read, textAt, write } from '../tree.js'

/** No one of them is a directory of another. */
const PATHS = ['a', 'b/c', 'b/d', 'b!', 'e/f/g', 'e/f/h', 'e/i'] as const
const STEPS = 120
const STEPS_BETWEEN_LOOKS = 10

type Model = Map<string, string>
type Step = (fs: Fs, model: Model, path: string, other: string, content: string) => Promise<void>

const STEP_KINDS: Readonly<Record<string, Step>> = {
  put: async (fs, model, path, _other, content) => {
    await write(fs, path, content)
    model.set(path, content)
  },
  remove: async (fs, model, path) => {
    const removing = fs.remove({ kind: 'object', path: fsPath(path) })
    if (model.delete(path)) await removing
    else await fails(removing, 'not-found')
  },
  read: async (fs, model, path) => {
    const content = model.get(path)
    if (content === undefined) await fails(fs.stat(fsPath(path)), 'not-found')
    else assert.equal(await textAt(fs, path), content)
  },
  copy: async (fs, model, path, other) => {
    if (fs.copy === undefined) return
    const content = model.get(path)
    const copying = fs.copy({ kind: 'object', path: fsPath(path) }, fsPath(other))
    if (content === undefined) await fails(copying, 'not-found')
    else model.set((await copying).path, content)
  },
  move: async (fs, model, path, other) => {
    if (fs.move === undefined) return
    const content = model.get(path)
    const moving = fs.move({ kind: 'object', path: fsPath(path) }, fsPath(other))
    if (content === undefined) {
      await fails(moving, 'not-found')
      return
    }
    await moving
    model.delete(path)
    model.set(other, content)
  },
}

export const sequenceChecks: readonly Check[] = [
  {
    name: 'sequences: of random steps',
    sentence: 'After any sequence of operations there is what they made, and nothing else.',
    appliesTo: always,
    run: async ({ fs }) => {
      const model: Model = new Map()
      const dice = bytesOf(4 * STEPS, 11)
      const steps = Object.entries(STEP_KINDS)
      const history: string[] = []
      for (let at = 0; at < STEPS; at++) {
        const [kind = 0, from = 0, to = 0, content = 0] = dice.subarray(4 * at)
        const [name, step] = steps[kind % steps.length] as [string, Step]
        const [path, other] = [PATHS[from % PATHS.length] ?? 'a', PATHS[to % PATHS.length] ?? 'a']
        history.push(`${name} ${path} ${other}`)
        await step(fs, model, path, other, `content ${at} ${'x'.repeat(content)}`).catch((error: Error) =>
          assert.fail(`${history.join(', ')}: ${error.message}`),
        )
        if (at % STEPS_BETWEEN_LOOKS === STEPS_BETWEEN_LOOKS - 1)
          assert.deepEqual(await contents(fs), Object.fromEntries(model), history.join(', '))
      }
    },
  },
]

async function contents(fs: Fs): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await everything(fs)) if (entry.kind === 'object') found[entry.path] = (await read(fs, entry)).toString()
  return found
}
