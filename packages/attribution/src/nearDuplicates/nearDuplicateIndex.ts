import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { attributionErrors } from '../errors.ts'
import type { ComparedContent } from './content.ts'
import { type DocumentFeatures, documentFeatures } from './documentFeatures.ts'
import { type QaFeatures, qaFeatures } from './qaFeatures.ts'
import { sameDocument } from './sameDocument.ts'
import { sameQa } from './sameQa.ts'

/** The earliest registration that says nearly the same; `similarity` from 0 to 1. */
export type NearDuplicate<Id extends string = string> = { readonly id: Id; readonly similarity: number }

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

/** Registrations that one search compares in full, at most; those that share the rarest tokens come first. */
const candidatesMax = 2_000
/** A token is common once it occurs in more than this share of at least `commonFrom` records. */
const commonShare = 0.1
const commonFrom = 50

/** An empty index for the records of one Datanet. Content of different kinds is never compared. */
export function createNearDuplicateIndex<Id extends string = string>(): NearDuplicateIndex<Id> {
  const ids = new Map<Id, ComparedContent['kind']>()
  const questions = createShelf<Id, QaFeatures>()
  const documents = createShelf<Id, DocumentFeatures>()
  return {
    add: (id, content) => {
      if (ids.has(id)) {
        throw new OpenLedgerError(attributionErrors.ATTRIBUTION_REPEATED_ITEM, 'This id is in the index already.', {
          details: { id },
        })
      }
      ids.set(id, content.kind)
      if (content.kind === 'qa') questions.add(id, qaFeatures(content.prompts, content.answer))
      else documents.add(id, documentFeatures(content.title, content.text))
    },
    find: (content) => {
      if (content.kind === 'qa') {
        const features = qaFeatures(content.prompts, content.answer)
        return questions.findFirst(features, (earlier) => sameQa(earlier, features, questions.isCommon))
      }
      const features = documentFeatures(content.title, content.text)
      return documents.findFirst(features, (earlier) => sameDocument(earlier, features))
    },
    size: () => ids.size,
    truncate: (size) => {
      for (const [id, kind] of [...ids].slice(size).reverse()) {
        ids.delete(id)
        if (kind === 'qa') questions.removeLast()
        else documents.removeLast()
      }
    },
  }
}

type Shelf<Id extends string, F> = {
  readonly add: (id: Id, features: F) => void
  readonly findFirst: (features: F, compare: (earlier: F) => number | undefined) => NearDuplicate<Id> | undefined
  readonly isCommon: (key: string) => boolean
  readonly removeLast: () => void
}

/** An inverted index from keys to the registrations that have them. */
function createShelf<
  Id extends string,
  F extends { readonly keys: ReadonlySet<string>; readonly asks?: ReadonlySet<string> },
>(): Shelf<Id, F> {
  const entries: { readonly id: Id; readonly features: F }[] = []
  const holders = new Map<string, number[]>()

  /** Positions of registrations that share the rarest keys, ascending. */
  function candidates(keys: ReadonlySet<string>): number[] {
    const lists = [...keys].flatMap((key) => {
      const list = holders.get(key)
      return list === undefined ? [] : [{ key, list }]
    })
    lists.sort((a, b) => a.list.length - b.list.length || (a.key < b.key ? -1 : 1))
    const found = new Set<number>()
    for (const { list } of lists) {
      if (found.size > 0 && found.size + list.length > candidatesMax) break
      for (const at of list) found.add(at)
    }
    return [...found].sort((a, b) => a - b)
  }

  return {
    add: (id, features) => {
      for (const key of features.keys) {
        const list = holders.get(key)
        if (list === undefined) holders.set(key, [entries.length])
        else list.push(entries.length)
      }
      entries.push({ id, features })
    },
    findFirst: (features, compare) => {
      for (const at of candidates(features.asks ?? features.keys)) {
        const entry = entries[at]
        const similarity = entry === undefined ? undefined : compare(entry.features)
        if (entry !== undefined && similarity !== undefined) return { id: entry.id, similarity }
      }
      return undefined
    },
    removeLast: () => {
      for (const key of entries.pop()?.features.keys ?? []) {
        const list = holders.get(key)
        list?.pop()
        if (list?.length === 0) holders.delete(key)
      }
    },
    isCommon: (key) => entries.length >= commonFrom && (holders.get(key)?.length ?? 0) > commonShare * entries.length,
  }
}
