import type { PreparedContribution } from './prepareContribution.ts'

/**
 * Where prepared contributions are kept between signing and upload. The salts exist nowhere else: lost between the
 * two, the commitments on chain could never be opened.
 */
export type ContributionStore = {
  /** What was kept under a batch key. */
  get(batchKey: string): Promise<PreparedContribution | undefined>
  /** Keeps it; durable when it resolves. */
  put(batchKey: string, prepared: PreparedContribution): Promise<void>
}
