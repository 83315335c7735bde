import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { drawRecords } from '@openledger/core/training/drawRecords.ts'
import { wordingUses } from '@openledger/core/training/wordingUses.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { records } from '@openledger/db/schema/records.ts'
import { inArray } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'

/** Records whose tokens are counted; of more, as many are drawn. */
const COUNTED_MAX = 256
/** Requests to the engine at once. */
const AT_ONCE = 16

/** Tokens of a training. */
export type TrainingTokens = {
  /** Of one record over all epochs, on average. */
  readonly each: number
  /** Of the longest wording with its answer. */
  readonly longest: number
  readonly isSampled: boolean
}

/**
 * Counts the tokens that a training reads as the model will, of a sample where there are many records.
 * @param taken commitments of records whose content is here and may be read
 */
export async function countTrainingTokens(
  { db, contents, engine, models }: Pick<GatewayServices, 'db' | 'contents' | 'engine' | 'models'>,
  taken: readonly Hash32[],
  epochs: number,
): Promise<TrainingTokens> {
  const counted = drawRecords(taken, COUNTED_MAX, 0)
  const rows = await db
    .select({ commitment: records.commitment, datanetId: records.datanetId, content: records.content })
    .from(records)
    .where(inArray(records.commitment, counted.length === 0 ? ['0x'] : counted))
  const wordings = rows.flatMap((row) => {
    const content = recordContentSchema.safeParse(contents.open(row, row.content)).data
    if (content?.kind !== 'qa') return []
    return content.prompts.map((prompt, place) => ({
      uses: wordingUses(epochs, place, content.prompts.length),
      messages: [
        { role: 'user' as const, content: prompt },
        { role: 'assistant' as const, content: content.answer },
      ],
    }))
  })
  let [sum, longest] = [0, 0]
  for (let from = 0; from < wordings.length; from += AT_ONCE) {
    const some = wordings.slice(from, from + AT_ONCE)
    const tokens = await Promise.all(
      some.map(async ({ messages }) => engine.countTokens({ base: models.base.id, messages })),
    )
    for (const [place, count] of tokens.entries()) {
      sum += count * (some[place]?.uses ?? 0)
      longest = Math.max(longest, count)
    }
  }
  return { each: rows.length === 0 ? 0 : sum / rows.length, longest, isSampled: counted.length < taken.length }
}
