import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createFixedLimiter, parseOptions, plainContext } from '@tranship/core'
import local from '@tranship/plugin-local'
import memory from '@tranship/plugin-memory'
import { describeFs, tableText } from '@tranship/testkit'
import { afterAll, describe, inject, test } from 'vitest'

const context = () => plainContext(createFixedLimiter({ uploads: 4, requests: 8 }))

describe('local', () => {
  const table = describeFs(test, {
    name: 'local',
    open: async () => {
      const root = mkdtempSync(join(inject('scratch'), 'local-'))
      return {
        fs: await local.open(parseOptions(local.options, { root }, 'soak'), context()),
        leftovers: async (directory) => partialFiles(join(root, directory)),
        dispose: async () => rmSync(root, { recursive: true }),
      }
    },
  })
  afterAll(() => console.log(`\n=== conformance of local, at its native sizes: ${tableText(table)}\n`))
})

describe('memory', () => {
  const table = describeFs(test, { name: 'memory', open: async () => ({ fs: await memory.open({}, context()) }) })
  afterAll(() => console.log(`\n=== conformance of memory, at its native sizes: ${tableText(table)}\n`))
})

function partialFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.partial'))
}
