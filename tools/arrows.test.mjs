import { describe, expect, test } from 'vitest'
import { dependencyProblems, importProblems } from './arrows.mjs'
import { importsOf } from './imports.mjs'

const core = { name: '@tranship/core' }
const testkit = { name: '@tranship/testkit' }
const cli = { name: 'tranship' }
const plugin = { name: '@tranship/plugin-foo', dependencies: { '@foo/sdk': '1' }, peerDependencies: { '@tranship/core': '1' } }

describe('imports', () => {
  test.each([
    [core, 'src/sync/join.ts', 'node:fs'],
    [core, 'src/sync/join.ts', '../fs/path.js'],
    [core, 'src/fs/entry.ts', './path.js'],
    [testkit, 'src/index.ts', '@tranship/core'],
    [cli, 'src/commands/ls.ts', '@tranship/core/backend'],
    [cli, 'src/commands/ls.ts', '@oclif/core/command'],
    [cli, 'src/doctor.ts', '@tranship/testkit'],
    [plugin, 'src/index.ts', '@tranship/core/backend'],
    [plugin, 'src/client.ts', '@foo/sdk/deep'],
  ])('$name may: %s imports %s', (manifest, file, specifier) => {
    expect(importProblems(manifest, file, [specifier])).toEqual([])
  })

  test.each([
    [core, 'src/sync/join.ts', 'undici'],
    [core, 'src/sync/join.ts', 'fs'],
    [core, 'src/sync/join.ts', '@oclif/core'],
    [core, 'src/sync/join.ts', '@tranship/testkit'],
    [core, 'src/fs/entry.ts', '../backend/options.js'],
    [core, 'src/fs/entry.ts', '../fsx/options.js'],
    [core, 'src/index.ts', '../../cli/src/main.js'],
    [core, 'src/index.ts', '../package.json'],
    [testkit, 'src/index.ts', 'vitest'],
    [testkit, 'src/index.ts', 'tranship'],
    [cli, 'src/main.ts', '@tranship/plugin-local'],
    [cli, 'src/main.ts', '@oclif/table'],
    [cli, 'src/main.ts', '@oclif/multi-stage-output/deep'],
    [cli, 'src/main.ts', 'ink'],
    [cli, 'src/main.ts', 'zod'],
    [plugin, 'src/index.ts', '@tranship/core'],
    [plugin, 'src/index.ts', '@bar/sdk'],
    [plugin, 'src/index.ts', 'tranship'],
    [plugin, 'src/index.ts', '../../s3/src/index.js'],
    [{ ...plugin, dependencies: { '@oclif/core': '1' } }, 'src/index.ts', '@oclif/core'],
    [{ name: 'stranger' }, 'src/index.ts', '@tranship/core'],
  ])('$name must not: %s imports %s', (manifest, file, specifier) => {
    expect(importProblems(manifest, file, [specifier])).toHaveLength(1)
  })
})

describe('dependencies', () => {
  test('what the packages have', () => {
    expect(dependencyProblems(core)).toEqual([])
    expect(dependencyProblems(plugin)).toEqual([])
    expect(dependencyProblems({ ...cli, dependencies: { '@tranship/plugin-local': '1', '@oclif/plugin-plugins': '7' } })).toEqual([])
    expect(dependencyProblems({ ...core, devDependencies: { '@tranship/testkit': '1' } })).toEqual([])
  })

  test.each([
    [core, 'dependencies', 'undici'],
    [core, 'peerDependencies', 'undici'],
    [core, 'optionalDependencies', 'undici'],
    [testkit, 'dependencies', 'vitest'],
    [cli, 'dependencies', '@tranship/plugin-s3'],
    [cli, 'dependencies', '@tranship/testkit'],
    [cli, 'dependencies', '@oclif/table'],
    [plugin, 'dependencies', 'tranship'],
    [plugin, 'dependencies', '@tranship/plugin-local'],
    [plugin, 'dependencies', '@oclif/core'],
    [{ name: 'stranger' }, 'dependencies', '@tranship/core'],
  ])('$name must not have in its %s: %s', (manifest, field, name) => {
    expect(dependencyProblems({ ...manifest, [field]: { [name]: '1' } })).toHaveLength(1)
  })
})

test('finds every form of import, and none in comments and strings', () => {
  const source = `
    import a from 'a'
    import type { B } from "b"
    import {
      c,
      type D,
    } from 'c' // import 'not-1'
    import 'd'
    export * from 'e'
    export { f } from 'f'
    /** import x from 'not-2' */
    const glob = '/*.ts' // "import('not-3')"
    const lazy = await import('g')
    type H = import('h').H
    const i = createRequire(import.meta.url); require('i')
    export const text = "no quote's import from 'not"
    export function plain() { return 1 }
    import z from 'z'
  `
  expect(importsOf(source).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'z'])
})
