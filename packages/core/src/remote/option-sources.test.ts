import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { defineBackend } from '../backend/backend.js'
import { plainContext } from '../backend/context.js'
import type { OptionTable } from '../backend/options.js'
import { createRegistry } from '../backend/registry.js'
import { createFixedLimiter } from '../http/limiter.js'
import { parseConfig } from './config-text.js'
import { parseLocation } from './location.js'
import { type OptionSources, openDirectory, type Surroundings, settingsOf } from './open.js'

const NAMES = ['location', 'flag', 'remote', 'backend', 'file', 'table'] as const

const OPTIONS: OptionTable = Object.fromEntries(NAMES.map((name) => [name, { type: 'string', help: '', default: 'from the table' }]))

const backend = defineBackend({
  contract: 1,
  type: 'box',
  prefix: 'box',
  description: 'Tells what it is opened with',
  options: OPTIONS,
  open: (_, context) => memory.open({}, context),
})

function surroundings(config: string, options?: OptionSources): Surroundings {
  return {
    registry: createRegistry([backend]),
    config: parseConfig(config),
    ...(options && { options }),
    absolutePath: (path) => path,
    context: () => plainContext(createFixedLimiter({ uploads: 1, requests: 1 })),
  }
}

/** Each source says all that it outranks. */
function from(source: string, least: (typeof NAMES)[number]): Record<string, string> {
  return Object.fromEntries(NAMES.slice(NAMES.indexOf(least), -1).map((name) => [name, `from the ${source}`]))
}

const SOURCES: OptionSources = {
  ofRemote: (name) => (name === 'work' ? from('remote', 'remote') : {}),
  ofBackend: () => ({ flags: from('flag', 'flag'), environment: from('backend', 'backend') }),
}

test('location, flag, variable of the remote, variable of the backend, config file, table: the first that says an option', async () => {
  const config = `[work]\ntype = box\n${Object.entries(from('file', 'file'))
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')}location = from the file\n`
  const { options, remote } = await settingsOf(parseLocation("work,location='from the location':"), surroundings(config, SOURCES))
  expect(remote).toBe('work')
  expect(options).toEqual({
    location: 'from the location',
    flag: 'from the flag',
    remote: 'from the flag',
    backend: 'from the flag',
    file: 'from the flag',
    table: 'from the table',
  })
  const quiet: OptionSources = { ...SOURCES, ofBackend: () => ({ flags: {}, environment: from('backend', 'backend') }) }
  expect((await settingsOf(parseLocation('work:'), surroundings(config, quiet))).options).toMatchObject({
    location: 'from the file',
    remote: 'from the remote',
    backend: 'from the remote',
  })
  const quieter: OptionSources = { ...quiet, ofRemote: () => ({}) }
  expect((await settingsOf(parseLocation('work:'), surroundings(config, quieter))).options).toMatchObject({
    backend: 'from the backend',
    file: 'from the backend',
  })
})

test('a remote may be made without the config file; its type comes before that of the file', async () => {
  const made: OptionSources = { ...SOURCES, ofRemote: (name) => (name === 'new' ? { type: 'box', remote: 'x' } : {}) }
  expect((await settingsOf(parseLocation('new:'), surroundings('', made))).backend).toBe(backend)
  expect((await settingsOf(parseLocation('new:'), surroundings('[new]\ntype = other\n', made))).backend).toBe(backend)
  await expect(openDirectory(parseLocation('work:'), surroundings('', SOURCES))).rejects.toThrow('no remote "work"')
})

test('a remote whose backend is not there says so by its name', async () => {
  await expect(openDirectory(parseLocation('w:'), surroundings('[w]\ntype = sftp\n'))).rejects.toThrow(
    /^remote "w": no backend for type "sftp"/,
  )
})
