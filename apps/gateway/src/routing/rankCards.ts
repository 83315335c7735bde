import type { Card, PlacedSaying } from './card.ts'

/** How many of a card's sayings count: those that are closest. */
const CLOSEST = 2

/** How close a card is to a question. */
export type RankedCard = {
  readonly card: Card
  /** Mean cosine of the question and the card's closest sayings, −1 to 1. */
  readonly similarity: number
  readonly closest: PlacedSaying
}

/**
 * Cards by how close they are to a question, closest first; those equally close by name.
 *
 * @param question its sentence embedding, of length 1
 */
export function rankCards(question: readonly number[], cards: readonly Card[]): readonly RankedCard[] {
  return cards
    .flatMap((card): RankedCard[] => {
      const near = card.sayings
        .map((saying) => ({ saying, cosine: dot(question, saying.vector) }))
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, CLOSEST)
      const [first] = near
      if (first === undefined) return []
      const similarity = near.reduce((sum, { cosine }) => sum + cosine, 0) / near.length
      return [{ card, similarity, closest: first.saying }]
    })
    .sort((a, b) => b.similarity - a.similarity || (a.card.name < b.card.name ? -1 : 1))
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}
