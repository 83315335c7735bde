import type { EpochManifest } from '../data/epochManifest.ts'
import { type Difference, toDifference } from './difference.ts'

/** One check, and how many things it looked at. */
export type VerifyStep = { readonly name: string; readonly checked: number; readonly ok: boolean }

/** Runs checks one after another and reports each. */
export type StepRunner = {
  readonly run: <T>(name: string, check: () => Promise<readonly [result: T, checked: number]>) => Promise<T>
  /** Tells the runner how leaves map to chunks. */
  manifest: EpochManifest | undefined
}

/** Ends a run of checks: what the first one that failed has found. */
export class FoundDifference extends Error {
  readonly difference: Difference

  constructor(difference: Difference) {
    super(difference.message)
    this.difference = difference
  }
}

/**
 * Makes a runner. A check that finds something ends the run with {@link FoundDifference}; an error that is no finding
 * passes through.
 * @param epoch of which the findings are; undefined for a call that is in none
 */
export function makeRunner(epoch: bigint | undefined, report: (step: VerifyStep) => void): StepRunner {
  const runner: StepRunner = {
    manifest: undefined,
    run: async (name, check) => {
      try {
        const [result, checked] = await check()
        report({ name, checked, ok: true })
        return result
      } catch (error) {
        const difference = toDifference(error, { epoch, step: name, manifest: runner.manifest })
        if (difference === undefined) throw error
        report({ name, checked: 0, ok: false })
        throw new FoundDifference(difference)
      }
    },
  }
  return runner
}
