import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import {
  type Ceph,
  type CephStore,
  type Keystone,
  type S3Account,
  type Started,
  type Swift,
  startCeph,
  startFakeGcs,
  startKeystone,
  startSwift,
  startVersitygw,
} from './start.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A directory that goes when the run ends. */
    scratch: string
    /** Absent where it could not be started: its tests are skipped then. So with those that follow. */
    ceph: Ceph | undefined
    swift: Swift | undefined
    /** The V3 authentication of that Swift; started only where `TRANSHIP_TEST_KEYSTONE=1` asks for it. */
    keystone: Keystone | undefined
    versitygw: S3Account | undefined
    /** fake-gcs-server: where the JSON API of Google Cloud Storage is. */
    gcs: { readonly endpoint: string } | undefined
  }
}

export interface Wanted {
  readonly ceph: CephStore
  /** Whether a run that fails without its servers (`TRANSHIP_REQUIRE_SERVERS=1`) fails without those that are built with Go, too. */
  readonly requiresGo: boolean
}

/**
 * Starts the servers, each on ports and in a directory of its own. Gives what stops them at the end, and tells once more
 * what could not be started.
 */
export async function provideServers(project: TestProject, wanted: Wanted): Promise<() => void> {
  const scratch = mkdtempSync(join(tmpdir(), 'tranship-integration-'))
  const stops: (() => void)[] = []
  const missing: string[] = []
  const isStrict = process.env.TRANSHIP_REQUIRE_SERVERS === '1'
  const stopAll = () => {
    for (const stop of stops.splice(0)) stop()
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }) // a program may just be writing to it
  }
  // Whatever ends this process: no server outlives it.
  process.once('exit', stopAll)

  chmodSync(scratch, 0o755) // a user without rights has a home in it
  project.provide('scratch', scratch)
  project.provide('ceph', await started('the Ceph Object Gateway', isStrict, () => startCeph(scratch, wanted.ceph)))
  const withKeystone = process.env.TRANSHIP_TEST_KEYSTONE === '1'
  const keystone = withKeystone ? await started('OpenStack Keystone', isStrict, () => startKeystone(scratch)) : undefined
  project.provide('keystone', keystone)
  project.provide('swift', await started('OpenStack Swift', isStrict, () => startSwift(scratch, keystone)))
  project.provide('versitygw', await started('the Versity S3 Gateway', isStrict && wanted.requiresGo, () => startVersitygw(scratch)))
  project.provide('gcs', await started('fake-gcs-server', isStrict && wanted.requiresGo, () => startFakeGcs(scratch)))
  return () => {
    for (const text of missing) console.warn(text)
    stopAll()
  }

  async function started<Server>(name: string, isRequired: boolean, start: () => Promise<Started<Server>>): Promise<Server | undefined> {
    try {
      const { server, stop } = await start()
      stops.push(stop)
      return server
    } catch (error) {
      if (isRequired) throw error
      missing.push(`\n*** SKIPPED: all tests on ${name}, which could not be started: ${(error as Error).message}\n`)
      console.warn(missing.at(-1))
      return undefined
    }
  }
}
