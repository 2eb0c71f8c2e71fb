import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { level, nameOf, parseLocation, sectionNames } from '@tranship/core'
import type { Session } from '../session.js'
import type { Lookup } from './candidates.js'

/** Nobody looks through more, nor waits longer. */
const [MOST_NAMES, LONGEST_WAIT] = [1000, 5_000]

/** Looks remotes up in the config file, and paths where they are. */
export function lookupIn(session: Session): Lookup {
  return {
    remotes: () => orNone(async () => sectionNames(await (await session.configFile()).read(session.log))),
    names: (directory) => orNone(() => (isLocal(directory) ? localNames(directory) : remoteNames(session, directory))),
  }
}

function isLocal(text: string): boolean {
  return text === '' || parseLocation(text, process.platform).kind === 'local'
}

async function localNames(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory === '' ? '.' : directory.replace(/^~(?=\/)/, homedir()), { withFileTypes: true })
  return entries.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`)
}

async function remoteNames(session: Session, directory: string): Promise<readonly string[]> {
  const signal = AbortSignal.any([session.signal, AbortSignal.timeout(LONGEST_WAIT)])
  const fs = await session.openDirectory(directory)
  const names: string[] = []
  for await (const page of level(fs, undefined, { signal })) {
    for (const { kind, path } of page) if (kind !== 'unreadable') names.push(`${nameOf(path)}${kind === 'directory' ? '/' : ''}`)
    if (names.length >= MOST_NAMES) break
  }
  return names
}

/** Whoever presses a key wants no error. */
async function orNone(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work()
  } catch {
    return []
  }
}
