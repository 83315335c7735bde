import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { cohenKappa } from '@openledger/data/review/cohenKappa.ts'
import { krippendorffAlpha } from '@openledger/data/review/krippendorffAlpha.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'

/** Pairs of reviewers that are told of. */
const PAIRS_MAX = 50

/** How far reviewers agree. */
export type Agreement = {
  readonly alpha: number | null
  readonly pairs: readonly {
    readonly first: Address
    readonly second: Address
    readonly common: number
    readonly kappa: number | null
  }[]
}

/** How far the reviewers of a Datanet's records agree; `unsure` counts as no answer, golden questions are left out. */
export async function agreementOf(db: Database, datanetId: Hash32): Promise<Agreement> {
  const rows = await db
    .select({ commitment: reviewTasks.commitment, reviewer: reviewTasks.reviewer, said: reviewTasks.verdict })
    .from(reviewTasks)
    .where(
      and(
        eq(reviewTasks.datanetId, datanetId),
        isNotNull(reviewTasks.commitment),
        eq(reviewTasks.status, 'answered'),
        inArray(reviewTasks.verdict, ['accept', 'refuse']),
      ),
    )
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
  return {
    alpha: krippendorffAlpha(units.map((unit) => unit.map(({ said }) => said ?? ''))) ?? null,
    pairs: most.map(({ first, second, said }) => ({
      first,
      second,
      common: said.length,
      kappa: cohenKappa(said) ?? null,
    })),
  }
}
