import { createNearDuplicateIndex } from '@openledger/attribution/nearDuplicates/nearDuplicateIndex.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { GatheredRecord } from '../training/gatherRecords.ts'
import type { AskedQuestion } from './askedQuestion.ts'

/** The training record that a question nearly repeats. */
export type Copy = { readonly commitment: Hex32; readonly similarity: number }

/**
 * For each question the first training record that it repeats or nearly repeats, by the rule that near-duplicates among
 * contributions are found by. A question that is itself a training record is its own copy.
 */
export function findCopies(
  trained: readonly GatheredRecord[],
  questions: readonly AskedQuestion[],
): (Copy | undefined)[] {
  const index = createNearDuplicateIndex<Hex32>()
  for (const { commitment, content } of trained) index.add(commitment, content)
  const own = new Set(trained.map(({ commitment }) => commitment))
  return questions.map(({ prompts, answer, record }) => {
    if (record !== undefined && own.has(record.commitment)) return { commitment: record.commitment, similarity: 1 }
    const found = index.find({ kind: 'qa', prompts, answer })
    return found && { commitment: found.id, similarity: found.similarity }
  })
}
