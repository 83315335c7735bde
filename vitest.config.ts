import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'examples/**/*.test.ts', 'benchmarks/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['packages/db/test/globalPostgres.ts'],
    pool: 'forks',
    // One process runs many files and loads each module once: half the time. What a test changes in its process
    // (environment, signals, working directory) it must put back.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
})
