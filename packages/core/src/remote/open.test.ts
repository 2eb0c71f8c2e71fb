import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { defineBackend } from '../backend/backend.js'
import { plainContext } from '../backend/context.js'
import { createRegistry } from '../backend/registry.js'
import { createFixedLimiter } from '../http/limiter.js'
import { parseConfig } from './config-text.js'
import { openFilePlace, type Surroundings } from './open.js'

/** Surroundings with a backend that opens directories of this machine; `opened` are those. */
function onMachine(): { surroundings: Surroundings; opened: string[] } {
  const opened: string[] = []
  const backend = defineBackend({
    contract: 1,
    type: 'local',
    prefix: 'local',
    description: 'Directories that are only named',
    options: { root: { type: 'string', help: 'The directory' } },
    rootOption: 'root',
    open: (options, context) => {
      opened.push(options.root ?? '')
      return memory.open({}, context)
    },
  })
  const surroundings: Surroundings = {
    registry: createRegistry([backend]),
    config: parseConfig(''),
    absolutePath: (path) => path,
    context: () => plainContext(createFixedLimiter({ uploads: 1, requests: 1 })),
  }
  return { surroundings, opened }
}

test.each([
  ['/home/a/b', '/home/a/', 'b'],
  ['/home/back\\slash', '/home/', 'back\\slash'],
  ['/home/ends in one\\', '/home/', 'ends in one\\'],
  ['C:\\photos\\a.jpg', 'C:\\photos\\', 'a.jpg'],
  ['C:/photos\\2021/', 'C:/photos\\', '2021'],
  ['\\\\server\\share\\a', '\\\\server\\share\\', 'a'],
])('a file %s of this machine is looked for in its directory', async (path, directory, name) => {
  const { surroundings, opened } = onMachine()
  expect((await openFilePlace({ kind: 'local', path }, surroundings))?.name).toBe(name)
  expect(opened).toEqual([directory])
})
