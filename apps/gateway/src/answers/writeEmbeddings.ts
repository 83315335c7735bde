import type { EmbeddingRequest } from '@openledger/core/api/embeddings.ts'
import type { OpenedAnswer } from './answerShape.ts'
import { callEvidence } from './callEvidence.ts'
import { toNumbers, vectorsOf } from './vectorsText.ts'

/**
 * The answer of POST /v1/embeddings: what was made by one call.
 *
 * @throws the error that cut it
 */
export function writeEmbeddings({ encoding_format }: EmbeddingRequest) {
  return async ({ calls, events }: OpenedAnswer) => {
    const [call] = calls
    for await (const event of events) {
      if (event.type === 'failed') throw event.error
      if (event.type === 'text') continue
      const data = vectorsOf(event.answer === '' ? '[]' : event.answer).map((vector, index) => ({
        object: 'embedding' as const,
        index,
        embedding: encoding_format === 'base64' ? vector : toNumbers(vector),
      }))
      const tokens = event.settled?.receipt.inputTokens ?? 0
      return {
        object: 'list' as const,
        data,
        model: call.model.name,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
        openledger: callEvidence(call, event.settled),
      }
    }
    throw new Error('A call ended without an end event.')
  }
}
