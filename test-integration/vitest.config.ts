import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.js'

/** The command line tool from the source tree, and the plugins' own tests, against real servers. Build first. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test-integration/*.test.ts', 'test-integration/differential/*.test.ts', 'plugins/*/src/**/*.server.test.ts'],
    // What takes many minutes runs in the soak tier.
    exclude: ['**/node_modules/**', 'test-integration/signals.test.ts', 'plugins/swift/src/{faults,many-keys}.server.test.ts'],
    globalSetup: ['test-integration/global-setup.ts'],
    setupFiles: ['tools/plain-environment.ts', 'test-integration/server-environment.ts'],
    // With another seed each time a run would fail for what nobody has changed: the soak tier does that.
    env: { TRANSHIP_SEED: process.env.TRANSHIP_SEED ?? '1' },
    disableConsoleIntercept: true,
    passWithNoTests: false,
    // Each test runs programs of its own beside the servers: more files at a time only make them wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
