import { randomBytes } from 'node:crypto'
import type { Database } from '@openledger/db/database.ts'
import { type ChallengePurpose, signInChallenges } from '@openledger/db/schema/signInChallenges.ts'
import { sql } from 'drizzle-orm'

/** How long a challenge may be used, ms. */
export const CHALLENGE_LIFE_ms = 600_000
/** Challenges that are kept at a time: about 20 MB of rows. When there are more, the oldest are forgotten. */
const CHALLENGES_MAX = 100_000
/** Old challenges that one new one clears away, so that they become fewer however fast new ones come. */
const CLEARED_MAX = 100

/** A challenge to be answered, until when. */
export type Challenge = { readonly challenge: string; readonly expiresAt: Date }

/**
 * Gives a challenge for one use. Whoever asks without end makes the oldest be forgotten: to keep others from signing in,
 * all {@link CHALLENGES_MAX} would have to be asked for between another's question and answer.
 *
 * @param wanted.boundTo what it is for, which the one who takes it has to know
 * @param wanted.alphabet `hex`: 32 characters, 128 random bits (EIP-4361 takes letters and digits only); `base64url`: 43, 256
 */
export async function giveChallenge(
  { db, clock }: { readonly db: Database; readonly clock: { readonly now: () => number } },
  wanted: {
    readonly purpose: ChallengePurpose
    readonly boundTo: string
    readonly alphabet: 'hex' | 'base64url'
    readonly max?: number
  },
): Promise<Challenge> {
  const { purpose, boundTo, alphabet, max = CHALLENGES_MAX } = wanted
  const challenge = randomBytes(alphabet === 'hex' ? 16 : 32).toString(alphabet)
  const createdAt = new Date(clock.now())
  const expiresAt = new Date(clock.now() + CHALLENGE_LIFE_ms)
  const { number } = signInChallenges
  // Rows that somebody else is clearing or taking are left to them: nobody waits here.
  await db.execute(sql`
    DELETE FROM ${signInChallenges} WHERE ${number} IN (
      SELECT ${number} FROM ${signInChallenges}
      WHERE ${number} IN (SELECT ${number} FROM ${signInChallenges} ORDER BY ${number} LIMIT ${CLEARED_MAX})
        AND (${signInChallenges.expiresAt} <= ${createdAt.toISOString()}
          OR ${number} <= (SELECT max(${number}) FROM ${signInChallenges}) - ${max - 1}::bigint)
      FOR UPDATE SKIP LOCKED)`)
  await db.insert(signInChallenges).values({ challenge, purpose, boundTo, createdAt, expiresAt })
  return { challenge, expiresAt }
}
