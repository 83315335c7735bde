import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'
import { wordingUses } from '@openledger/core/training/wordingUses.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { workerErrors } from '../errors.ts'
import type { GatheredRecord } from './gatherRecords.ts'

/**
 * Asserts that a training stays within the tokens that its developer allowed.
 *
 * @param engine counts as the model will: it has the same base.
 * @throws TRAIN_TOO_MANY_TOKENS
 */
export async function assertTokenBudget(
  engine: Pick<Engine, 'countTokens'>,
  base: string,
  records: readonly GatheredRecord[],
  config: { readonly epochs?: number | undefined; readonly maxTokens?: number | undefined } = {},
): Promise<void> {
  const { epochs = trainerDefaults.epochs, maxTokens } = config
  if (maxTokens === undefined) return
  let tokens = 0
  for (const { content } of records) {
    for (const [place, prompt] of content.prompts.entries()) {
      const uses = wordingUses(epochs, place, content.prompts.length)
      if (uses === 0) break
      const messages = [
        { role: 'user' as const, content: prompt },
        { role: 'assistant' as const, content: content.answer },
      ]
      tokens += uses * (await engine.countTokens({ base, messages }))
    }
  }
  if (tokens <= maxTokens) return
  throw new OpenLedgerError(
    workerErrors.TRAIN_TOO_MANY_TOKENS,
    `The training would read ${tokens} tokens, ${maxTokens} are allowed.`,
    {
      details: { tokens, maxTokens },
    },
  )
}
