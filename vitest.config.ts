import { defineConfig } from 'vitest/config'

/** The unit tests. They read other packages from their `dist`, so build first. Those against real servers: test-integration/. */
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'plugins/*/src/**/*.test.ts', 'tools/**/*.test.mjs'],
    // Those need real servers: test-integration/vitest.config.ts.
    exclude: ['**/*.server.test.ts'],
    execArgv: ['--import', new URL('tools/source-imports.mjs', import.meta.url).href],
    setupFiles: ['tools/plain-environment.ts'],
    // Without this, vitest hides what oclif prints.
    disableConsoleIntercept: true,
    passWithNoTests: false,
    // Property tests make many files; on a busy machine that takes its time.
    testTimeout: 60_000,
  },
})
