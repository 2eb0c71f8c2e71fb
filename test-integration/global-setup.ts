import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Ceph, type S3Account, type Started, startCeph, startSwift } from './servers/start.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A directory that goes when the run ends. */
    scratch: string
    /** Absent where it could not be started: its tests are skipped then. */
    ceph: Ceph | undefined
    /** Swift's own S3 API. */
    swift: S3Account | undefined
  }
}

/** Starts the servers, each on ports and in a directory of its own, and stops them at the end. */
export default async function setup(project: TestProject) {
  const scratch = mkdtempSync(join(tmpdir(), 'tranship-integration-'))
  const stops: (() => void)[] = []
  const missing: string[] = []
  const stopAll = () => {
    for (const stop of stops.splice(0)) stop()
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }) // a program may just be writing to it
  }
  // Whatever ends this process: no server outlives it.
  process.once('exit', stopAll)

  chmodSync(scratch, 0o755) // a user without rights has a home in it
  project.provide('scratch', scratch)
  project.provide('ceph', await started('the Ceph Object Gateway', startCeph))
  project.provide('swift', await started('OpenStack Swift', startSwift))
  return () => {
    for (const text of missing) console.warn(text)
    stopAll()
  }

  async function started<Server>(name: string, start: (directory: string) => Promise<Started<Server>>): Promise<Server | undefined> {
    try {
      const { server, stop } = await start(scratch)
      stops.push(stop)
      return server
    } catch (error) {
      if (process.env.TRANSHIP_REQUIRE_SERVERS === '1') throw error
      missing.push(`\n*** SKIPPED: all tests on ${name}, which could not be started: ${(error as Error).message}\n`)
      console.warn(missing.at(-1))
      return undefined
    }
  }
}
