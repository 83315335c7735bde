import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { firstShown } from '@openledger/core/evaluation/firstShown.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { evaluationJudgements } from '@openledger/db/schema/evaluationJudgements.ts'
import { and, asc, count, eq, isNotNull, isNull } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { AnswerRow } from './readAnswers.ts'

/** Pairs that an account has not judged: their answers differ. */
export async function unjudgedPairs(
  db: Database,
  evaluationId: string,
  judge: Address,
  limit: number,
): Promise<AnswerRow[]> {
  const rows = await db
    .select({ answer: evaluationAnswers })
    .from(evaluationAnswers)
    .leftJoin(evaluationJudgements, judgementOf(judge))
    .where(
      and(
        eq(evaluationAnswers.jobId, evaluationId),
        eq(evaluationAnswers.differs, true),
        isNotNull(evaluationAnswers.texts),
        isNull(evaluationJudgements.judge),
      ),
    )
    .orderBy(asc(evaluationAnswers.place))
    .limit(limit)
  return rows.map(({ answer }) => answer)
}

/** How many pairs an account has judged, and how many are left. */
export async function countPairs(db: Database, evaluationId: string, judge: Address) {
  const [row] = await db
    .select({ all: count(), judged: count(evaluationJudgements.judge) })
    .from(evaluationAnswers)
    .leftJoin(evaluationJudgements, judgementOf(judge))
    .where(and(eq(evaluationAnswers.jobId, evaluationId), eq(evaluationAnswers.differs, true)))
  const { all = 0, judged = 0 } = row ?? {}
  return { judged, left: all - judged }
}

/**
 * Keeps a verdict; whose answer stood where follows from the seed, not from what the caller says.
 *
 * @throws EVALUATION_PAIR_UNKNOWN, EVALUATION_JUDGED
 */
export async function judgePair(
  db: Database,
  evaluationId: string,
  judge: Address,
  given: { readonly place: number; readonly verdict: 'a' | 'b' | 'tie'; readonly seed: number },
): Promise<void> {
  const { place, seed } = given
  const [pair] = await db
    .select({ differs: evaluationAnswers.differs })
    .from(evaluationAnswers)
    .where(and(eq(evaluationAnswers.jobId, evaluationId), eq(evaluationAnswers.place, place)))
  if (pair?.differs !== true) {
    throw new OpenLedgerError(gatewayErrors.EVALUATION_PAIR_UNKNOWN, `There is no pair ${place} to judge.`)
  }
  const first = firstShown(seed, place)
  const second = first === 'adapter' ? 'base' : 'adapter'
  const verdict = given.verdict === 'tie' ? 'tie' : given.verdict === 'a' ? first : second
  const kept = await db
    .insert(evaluationJudgements)
    .values({ jobId: evaluationId, place, judge, verdict, first })
    .onConflictDoNothing()
    .returning()
  if (kept.length === 0) {
    throw new OpenLedgerError(gatewayErrors.EVALUATION_JUDGED, `You have judged the pair ${place} before.`)
  }
}

function judgementOf(judge: Address) {
  return and(
    eq(evaluationJudgements.jobId, evaluationAnswers.jobId),
    eq(evaluationJudgements.place, evaluationAnswers.place),
    eq(evaluationJudgements.judge, judge),
  )
}
