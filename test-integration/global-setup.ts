import type { TestProject } from 'vitest/node'
import { provideServers } from './servers/provide.js'

/** The servers of the gate: little data, in memory; those built with Go where it is at hand. */
export default function setup(project: TestProject): Promise<() => void> {
  return provideServers(project, { ceph: { store: 'memstore', size: 8 * 1024 ** 3 }, requiresGo: false })
}
