import type { EmbeddingRequest } from '@openledger/core/api/embeddings.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { resolveModelOf } from '../models/findModels.ts'
import { assertStorable } from './assertStorable.ts'
import type { PreparedCall } from './prepareCall.ts'

/**
 * The call of a request for vectors: it reads all texts and produces no tokens. Each text is one message of a user, as
 * far as the receipt's request hash is concerned.
 *
 * @throws MODEL_*, CONTEXT_OVERFLOW, REQUEST_*
 */
export async function prepareEmbedding(
  services: GatewayServices,
  body: EmbeddingRequest,
): Promise<readonly PreparedCall[]> {
  const model = await resolveModelOf(services, 'embedding', body.model)
  assertStorable(body)
  const { embedding } = services.engine.capabilities()
  if (embedding === undefined) throw new Error('The engine has no embedding model although the gateway serves one.')
  if (body.dimensions != null && body.dimensions !== embedding.dimensions) {
    throw new OpenLedgerError(
      gatewayErrors.REQUEST_UNSUPPORTED_PARAMETER,
      `The vectors of ${model.name} have ${embedding.dimensions} dimensions and no other number.`,
      { details: { param: 'dimensions' } },
    )
  }
  const texts = typeof body.input === 'string' ? [body.input] : body.input
  const counts = await Promise.all(texts.map(async (text) => services.engine.countTokens({ base: embedding.id, text })))
  const tooLong = counts.findIndex((tokens) => tokens > embedding.maxTokens)
  if (tooLong >= 0) {
    const inputTokens = counts[tooLong] ?? 0
    throw new OpenLedgerError(
      gatewayErrors.CONTEXT_OVERFLOW,
      `Text ${tooLong} of input has ${inputTokens} tokens; the model reads ${embedding.maxTokens} of a text.`,
      { details: { param: 'input', inputTokens, contextSize: embedding.maxTokens } },
    )
  }
  const messages = texts.map((content) => ({ role: 'user' as const, content }))
  const params = { maxTokens: 0, temperature: 0, topP: 1, seed: null, stop: [] }
  const inputTokens = counts.reduce((sum, tokens) => sum + tokens, 0)
  return [{ model, request: { messages, prompt: messages, params }, retrieved: [], documents: [], inputTokens }]
}
