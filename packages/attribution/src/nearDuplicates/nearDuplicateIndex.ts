import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { attributionErrors } from '../errors.ts'
import type { ComparedContent } from './content.ts'
import { createDocumentShelf } from './createDocumentShelf.ts'
import { createParaphraseShelf } from './createParaphraseShelf.ts'
import { createQaShelf } from './createQaShelf.ts'
import { type DocumentFeatures, documentFeatures } from './documentFeatures.ts'
import { type QaFeatures, qaFeatures } from './qaFeatures.ts'
import { type SaidWord, saidWords } from './saidWords.ts'

/**
 * The earliest registration that says nearly the same, or, of a document in other words, the one of which it says the
 * most; `similarity` from 0 to 1.
 */
export type NearDuplicate<Id extends string = string> = {
  readonly id: Id
  readonly similarity: number
  /** A document whose wording is its own and whose facts are the other's. */
  readonly inOtherWords: boolean
}

/** Registrations in their order, asked for near-duplicates. Answers depend on what was added and in which order, on nothing else. */
export type NearDuplicateIndex<Id extends string = string> = {
  /** Adds a registration. @throws ATTRIBUTION_REPEATED_ITEM */
  readonly add: (id: Id, content: ComparedContent) => void
  /** The earliest registration that `content` nearly repeats. */
  readonly find: (content: ComparedContent) => NearDuplicate<Id> | undefined
  /** Number of registrations added. */
  readonly size: () => number
  /** Takes all registrations but the first `size` out again. */
  readonly truncate: (size: number) => void
}

/** An empty index for the records of one Datanet. Content of different kinds is never compared. */
export function createNearDuplicateIndex<Id extends string = string>(): NearDuplicateIndex<Id> {
  const kinds = new Map<Id, ComparedContent['kind']>()
  const questions = createQaShelf()
  const documents = createDocumentShelf()
  const paraphrases = createParaphraseShelf()
  const idsOf: Record<ComparedContent['kind'], Id[]> = { qa: [], document: [] }
  /** What was asked for last: it is added next, as a rule. */
  let asked: { readonly content: ComparedContent; readonly features: Features } | undefined
  const featuresOf = (content: ComparedContent) => {
    if (asked?.content !== content) asked = { content, features: describe(content) }
    return asked.features
  }
  const answer = (found: { at: number; similarity: number } | undefined, ids: readonly Id[], inOtherWords = false) => {
    const id = found && ids[found.at]
    return found === undefined || id === undefined ? undefined : { id, similarity: found.similarity, inOtherWords }
  }
  return {
    add: (id, content) => {
      if (kinds.has(id)) {
        throw new OpenLedgerError(attributionErrors.ATTRIBUTION_REPEATED_ITEM, 'This id is in the index already.', {
          details: { id },
        })
      }
      kinds.set(id, content.kind)
      idsOf[content.kind].push(id)
      const features = featuresOf(content)
      if (features.kind === 'qa') questions.add(features)
      else {
        documents.add(features)
        paraphrases.add(features.said)
      }
    },
    find: (content) => {
      const features = featuresOf(content)
      return features.kind === 'qa'
        ? answer(questions.findFirst(features), idsOf.qa)
        : (answer(documents.findFirst(features), idsOf.document) ??
            answer(paraphrases.findBest(features.said), idsOf.document, true))
    },
    size: () => kinds.size,
    truncate: (size) => {
      for (const [id, kind] of [...kinds].slice(size).reverse()) {
        kinds.delete(id)
        idsOf[kind].pop()
        if (kind === 'qa') questions.removeLast()
        else {
          documents.removeLast()
          paraphrases.removeLast()
        }
      }
    },
  }
}

type Features = QaFeatures | (DocumentFeatures & { readonly said: readonly SaidWord[] })

function describe(content: ComparedContent): Features {
  return content.kind === 'qa'
    ? qaFeatures(content.prompts, content.answer)
    : { ...documentFeatures(content.title, content.text), said: saidWords(content.title, content.text) }
}
