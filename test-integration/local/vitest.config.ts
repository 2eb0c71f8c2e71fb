import { defineConfig } from 'vitest/config'

/** The local file system beside rclone's, on the same trees. Build first. No server is needed. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    setupFiles: ['../../tools/plain-environment.ts'],
    disableConsoleIntercept: true,
    passWithNoTests: false,
    fileParallelism: false,
    testTimeout: 300_000,
  },
})
