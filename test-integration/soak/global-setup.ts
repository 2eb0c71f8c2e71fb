import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { provideServers } from '../servers/provide.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A directory with the newest `rclone` in it; absent where it could not be built. */
    newestRclone: string | undefined
  }
}

/** The servers of the gate, with room for large files, and what is built with Go. */
export default async function setup(project: TestProject): Promise<() => void> {
  const stop = await provideServers(project, { ceph: { store: 'bluestore', size: 24 * 1024 ** 3 }, requiresGo: true })
  try {
    project.provide('newestRclone', newestRclone(join(project.getProvidedContext().scratch, 'newest-rclone')))
    return stop
  } catch (error) {
    stop()
    throw error
  }
}

function newestRclone(directory: string): string | undefined {
  const script = join(import.meta.dirname, '../servers/newest-rclone.sh')
  try {
    const program = execFileSync(script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trimEnd()
    mkdirSync(directory)
    symlinkSync(program, join(directory, 'rclone'))
    return directory
  } catch (error) {
    if (process.env.TRANSHIP_REQUIRE_SERVERS === '1') throw error
    console.warn(`\n*** SKIPPED: the newest rclone, which could not be built: the one on the PATH is used. ${(error as Error).message}\n`)
    return undefined
  }
}
