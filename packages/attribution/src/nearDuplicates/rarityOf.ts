/** With fewer documents nobody can tell which words are rare. */
export const rarityFrom = 16
/** More documents tell it no better: shares of them count as if there were so many. */
const documentsMost = 63
/** A key is rare if at most so many documents have it, or this share of them, up to `rareMost`. */
const [rareAlways, rareShare] = [3, 0.005]
export const rareMost = 64

/** How words of a Datanet are read: each word, and what stands for it and its forms (its key), has a number. */
export type WordRarity = {
  /** The key of a word; -1 for words that only frame or join. */
  readonly keyOf: (word: number) => number
  /** How much a key tells, in nats: the fewer documents have it, the more. */
  readonly weightOf: (key: number) => number
  /** What a key tells that one document has and no other. */
  readonly greatest: number
  /** True for keys that hardly any document has. */
  readonly isRare: (key: number) => boolean
  /** True for keys that one document has. */
  readonly isUnique: (key: number) => boolean
}

/**
 * The rarity of words among documents (inverse document frequency, Spärck Jones 1972).
 *
 * @param documents how many there are
 * @param holdersOf how many of them have a key
 */
export function rarityOf(
  documents: number,
  keyOf: WordRarity['keyOf'],
  holdersOf: (key: number) => number,
): WordRarity {
  const counted = Math.min(documents, documentsMost)
  const most = Math.min(rareMost, Math.max(rareAlways, Math.floor(rareShare * documents)))
  /** One holder is one; the others are a share of the documents. */
  const counting = (holders: number) => Math.min(1, holders) + (Math.max(0, holders - 1) * counted) / documents
  return {
    keyOf,
    weightOf: (key) => Math.log((counted + 1) / (counting(holdersOf(key)) + 0.5)),
    greatest: Math.log((documentsMost + 1) / 1.5),
    isRare: (key) => holdersOf(key) <= most,
    isUnique: (key) => holdersOf(key) === 1,
  }
}
