import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * What takes too long for the gate: native page sizes, large files, doctor in a bucket, servers built with Go; and random cases beside the newest rclone,
 * with a seed that is another one each time. Build first.
 */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: [
      'test-integration/soak/*.test.ts',
      'test-integration/rclone-interop.test.ts',
      'test-integration/signals.test.ts',
      'test-integration/doctor.test.ts',
      'test-integration/differential/{local,ceph}.test.ts',
      'plugins/swift/src/{conformance,faults,many-keys}.server.test.ts',
    ],
    globalSetup: ['test-integration/soak/global-setup.ts'],
    setupFiles: ['tools/plain-environment.ts', 'test-integration/server-environment.ts', 'test-integration/soak/newest-rclone.ts'],
    env: { TRANSHIP_TEST_EVERY_KIND: '1' },
    disableConsoleIntercept: true,
    passWithNoTests: false,
    // Memory is measured, and a server that has one client is the fastest.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
