import type { ListedBase } from '@openledger/core/api/bases.ts'
import { baseCards } from '@openledger/core/bases/baseCards.ts'
import { findBaseCard } from '@openledger/core/bases/findBaseCard.ts'
import type { ModelsConfig } from '../gatewayDeps.ts'

/** The known bases with the node's own first; a base of which nothing is known has no card, and can be trained all the same. */
export function listedBases({ base }: Pick<ModelsConfig, 'base'>): ListedBase[] {
  const own = findBaseCard(base.hash)
  const reason = `This node serves ${base.id}: another node, or its operator, may serve this one.`
  return [
    ...(own === undefined ? [] : [{ ...own, id: base.id, here: true, reason: null }]),
    ...baseCards.filter((card) => card !== own).map((card) => ({ ...card, here: false, reason })),
  ].map((card) => ({ ...card, strengths: [...card.strengths] }))
}
