import type { BaseCard } from './baseCard.ts'
import { baseCards } from './baseCards.ts'

/** The card of a base by its file's SHA-256 (hex, with or without 0x); undefined when nothing is known of that file. */
export function findBaseCard(sha256: string): BaseCard | undefined {
  const digest = sha256.replace(/^0x/, '').toLowerCase()
  return baseCards.find((card) => card.sha256 === digest)
}
