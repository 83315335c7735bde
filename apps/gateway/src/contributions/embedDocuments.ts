import { documentEmbeddingText } from '@openledger/attribution/retrieval/documentEmbeddingText.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import type { OpenedRecord } from './parseUpload.ts'

/** Texts handed to the engine at once. */
const BATCH = 32

/**
 * Embeds the documents among records, for retrieval: title and text together, cut to what the embedding model takes.
 *
 * @returns vector by commitment
 * @throws ENGINE_*
 */
export async function embedDocuments(engine: Engine, opened: readonly OpenedRecord[]): Promise<Map<Hash32, number[]>> {
  const documents = opened.flatMap(({ commitment, content }) =>
    content.kind === 'document' ? [{ commitment, text: documentEmbeddingText(content) }] : [],
  )
  const vectors = new Map<Hash32, number[]>()
  for (let start = 0; start < documents.length; start += BATCH) {
    const batch = documents.slice(start, start + BATCH)
    const embedded = await engine.embed({ texts: await Promise.all(batch.map(({ text }) => fitText(engine, text))) })
    for (const [i, { commitment }] of batch.entries()) {
      const vector = embedded[i]
      if (vector !== undefined) vectors.set(commitment, vector)
    }
  }
  return vectors
}

/** The longest beginning of a text, by halves of what is too much, that fits the embedding model. */
async function fitText(engine: Engine, text: string): Promise<string> {
  const embedding = engine.capabilities().embedding
  if (embedding === undefined) return text
  let kept = text
  for (;;) {
    const tokens = await engine.countTokens({ base: embedding.id, text: kept })
    if (tokens <= embedding.maxTokens) return kept
    kept = kept.slice(0, Math.max(1, Math.floor((kept.length * embedding.maxTokens * 0.95) / tokens)))
  }
}
