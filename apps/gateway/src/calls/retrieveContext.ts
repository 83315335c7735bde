import { renderContext } from '@openledger/attribution/citations/renderContext.ts'
import type { CitedDocument } from '@openledger/attribution/citations/urlCitations.ts'
import { retrieve } from '@openledger/attribution/retrieval/retrieve.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'
import type { Retrieved } from '@openledger/db/json/retrieved.ts'
import { createVectorStore } from '@openledger/db/retrieval/vectorStore.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { CalledModel } from '../models/calledModel.ts'
import { wordsOfVersions } from './wordsOfVersions.ts'

type Messages = CallRequest['messages']

/** Documents put before the model, at most; with their cut texts they fit beside question and answer. */
const DOCUMENTS_MAX = 4
/** Documents less similar to the question than this are noise. */
const MIN_SIMILARITY = 0.2
/** Of a long question only the end is embedded, in UTF-16 code units: the embedding model takes 256 tokens. */
const QUERY_LENGTH_MAX = 600

/** What the model is given, what was retrieved for it, and the documents for citing. */
export type ContextOfCall = {
  readonly prompt: Messages
  readonly retrieved: Retrieved
  readonly documents: readonly CitedDocument[]
}

/**
 * Puts the documents that fit the question before a model that retrieves. Without a question in the last message, or
 * where nothing is similar enough, the messages stay as they are.
 *
 * @throws ENGINE_*, ATTRIBUTION_*
 */
export async function retrieveContext(
  services: GatewayServices,
  model: Pick<CalledModel, 'retrievalVersions'>,
  messages: Messages,
): Promise<ContextOfCall> {
  const question = messages.at(-1)
  const query = question?.content.slice(-QUERY_LENGTH_MAX).trim() ?? ''
  if (model.retrievalVersions.length === 0 || question?.role !== 'user' || query === '')
    return { prompt: messages, retrieved: [], documents: [] }
  const found = await retrieve({
    query,
    embed: async (texts) => services.engine.embed({ texts: [...texts] }),
    store: createVectorStore(services.db, services.contents),
    words: await wordsOfVersions(services, model.retrievalVersions),
    versionRoots: model.retrievalVersions,
    k: DOCUMENTS_MAX,
    minSimilarity: MIN_SIMILARITY,
  })
  const documents = found.map(({ title, text, url }, place) => ({ number: place + 1, title, text, url }))
  const rendered = renderContext(messages, documents)
  const prompt = rendered.map(({ role, content }) => ({
    role: role === 'developer' ? ('system' as const) : role,
    content,
  }))
  const retrieved = found.map(({ commitment, versionRoot, similarity, title, url }) => ({
    commitment,
    versionRoot,
    similarity,
    title,
    url,
  }))
  return { prompt, retrieved, documents }
}
