import { documentEmbeddingText } from '@openledger/attribution/retrieval/documentEmbeddingText.ts'
import { indexWords, type WordIndex } from '@openledger/attribution/retrieval/indexWords.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { documentTexts } from '@openledger/db/retrieval/documentTexts.ts'
import type { GatewayServices } from '../gatewayServices.ts'

/** Sets of versions whose words are kept in memory; a version never changes, so none grows old. */
const KEPT_MAX = 8

type WordDeps = Pick<GatewayServices, 'db' | 'contents'>
type Words = Promise<WordIndex<Hash32>>
const kept = new WeakMap<Database, Map<string, Words>>()

/** The words of the documents of these versions, read once and kept while they are among the last that were asked for. */
export async function wordsOfVersions({ db, contents }: WordDeps, versionRoots: readonly Hash32[]): Words {
  const indexes = kept.get(db) ?? new Map<string, Words>()
  kept.set(db, indexes)
  const key = [...versionRoots].sort().join()
  const words = indexes.get(key) ?? readWords({ db, contents }, versionRoots)
  // What was asked for last stands last.
  indexes.delete(key)
  indexes.set(key, words)
  for (const old of [...indexes.keys()].slice(0, -KEPT_MAX)) indexes.delete(old)
  return words.catch((error: unknown) => {
    if (indexes.get(key) === words) indexes.delete(key)
    throw error
  })
}

async function readWords({ db, contents }: WordDeps, versionRoots: readonly Hash32[]): Words {
  const texts = await documentTexts(db, contents, versionRoots)
  return indexWords(texts.map((document) => ({ id: document.commitment, text: documentEmbeddingText(document) })))
}
