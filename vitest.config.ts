import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The tests that take longest, in this order: each runs whole apps, and one that starts last is alone on its processor.
 * Without it a fresh clone would go by the files' sizes, and some of these are short.
 */
const LONGEST = [
  'apps/web/test/web.test.ts',
  'apps/web/test/versions.test.ts',
  'apps/gateway/test/gateway.test.ts',
  'apps/gateway/test/authz.test.ts',
  'apps/web/test/contribute.test.ts',
  'apps/worker/test/worker.test.ts',
  'apps/worker/test/committee.test.ts',
  'apps/gateway/test/x402Kill.test.ts',
]

/** The longest tests first, then the others of whole apps, then the rest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const known = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`))
      if (known >= 0) return known
      return /\/apps\/[^/]+\/test\//.test(moduleId) ? LONGEST.length : LONGEST.length + 1
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
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
    // One more than the processors of a small machine: the tests of whole apps wait a good part of their time, for
    // blocks, pages and trainings.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // A condition that is waited for comes when it comes, on a busy machine too.
    expect: { poll: { timeout: 10_000 } },
  },
})
