import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of whole apps first: they take longest, and one that starts last is alone on its processor. */
class AppsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const { apps = [], others = [] } = Object.groupBy(sorted, ({ moduleId }) =>
      /\/apps\/[^/]+\/test\//.test(moduleId) ? 'apps' : 'others',
    )
    return [...apps, ...others]
  }
}

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
    sequence: { sequencer: AppsFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // A condition that is waited for comes when it comes, on a busy machine too.
    expect: { poll: { timeout: 10_000 } },
  },
})
