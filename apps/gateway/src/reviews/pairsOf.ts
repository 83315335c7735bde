import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { cohenKappa } from '@openledger/data/review/cohenKappa.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { tellingAnswers } from './alphaOf.ts'

/** Pairs of reviewers that are told of. */
const PAIRS_MAX = 50

/** How far two reviewers agree. */
export type PairAgreement = {
  readonly first: Address
  readonly second: Address
  readonly common: number
  readonly kappa: number | null
}

/** Cohen's κ of the pairs of reviewers that have most records of a Datanet in common. */
export async function pairsOf(db: Database, datanetId: Hash32): Promise<PairAgreement[]> {
  const rows = await db
    .select({ commitment: reviewTasks.commitment, reviewer: reviewTasks.reviewer, said: reviewTasks.verdict })
    .from(reviewTasks)
    .where(tellingAnswers(datanetId))
    .orderBy(reviewTasks.reviewer)
  const units = [...Map.groupBy(rows, ({ commitment }) => commitment).values()]
  const pairs = new Map<string, { first: Address; second: Address; said: [string, string][] }>()
  for (const unit of units)
    for (const [i, { reviewer: first, said }] of unit.entries())
      for (const { reviewer: second, said: other } of unit.slice(i + 1)) {
        const pair = pairs.get(first + second) ?? { first, second, said: [] }
        pair.said.push([said ?? '', other ?? ''])
        pairs.set(first + second, pair)
      }
  const most = [...pairs.values()].sort((a, b) => b.said.length - a.said.length).slice(0, PAIRS_MAX)
  return most.map(({ first, second, said }) => ({
    first,
    second,
    common: said.length,
    kappa: cohenKappa(said) ?? null,
  }))
}
