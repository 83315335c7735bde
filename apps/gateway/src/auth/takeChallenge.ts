import type { Database } from '@openledger/db/database.ts'
import { type ChallengePurpose, signInChallenges } from '@openledger/db/schema/signInChallenges.ts'
import { and, eq } from 'drizzle-orm'

/**
 * Uses a challenge up. One statement deletes and returns it, so of any number who take it at the same time one gets it.
 * For another purpose, or bound to something else, it is not found and stays.
 *
 * @returns what it was bound to and when it was given; undefined: never given, used, forgotten or too old
 */
export async function takeChallenge(
  { db, clock }: { readonly db: Database; readonly clock: { readonly now: () => number } },
  taken: { readonly challenge: string; readonly purpose: ChallengePurpose; readonly boundTo?: string | undefined },
): Promise<{ readonly boundTo: string; readonly createdAt: Date } | undefined> {
  const { challenge, purpose, boundTo } = taken
  const [row] = await db
    .delete(signInChallenges)
    .where(
      and(
        eq(signInChallenges.challenge, challenge),
        eq(signInChallenges.purpose, purpose),
        boundTo === undefined ? undefined : eq(signInChallenges.boundTo, boundTo),
      ),
    )
    .returning()
  return row === undefined || row.expiresAt.getTime() <= clock.now() ? undefined : row
}
