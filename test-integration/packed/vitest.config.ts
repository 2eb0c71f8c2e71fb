import { defineConfig } from 'vitest/config'

/** The packages as users get them: packed, served by a registry on loopback, installed by npm. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['global-setup.ts', '../global-setup.ts'],
    setupFiles: ['../../tools/plain-environment.ts'],
    disableConsoleIntercept: true,
    passWithNoTests: false,
    // The CPU that start-up takes is measured here, so nothing runs beside it.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
