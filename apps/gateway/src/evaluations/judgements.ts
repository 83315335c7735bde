import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { firstShown } from '@openledger/core/evaluation/firstShown.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { evaluationJudgements } from '@openledger/db/schema/evaluationJudgements.ts'
import { and, asc, count, eq, isNotNull, isNull, notInArray, or } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { AnswerRow } from './readAnswers.ts'

/** Whose pairs, for whom: records of Datanets in `closed` are none that the account may read. */
export type PairsFor = {
  readonly evaluationId: string
  readonly judge: Address
  readonly closed: readonly Hash32[]
}

/** Pairs that an account may judge and has not judged: their answers differ, and their words are there to be read. */
export async function unjudgedPairs(db: Database, judging: PairsFor, limit: number): Promise<AnswerRow[]> {
  const rows = await db
    .select({ answer: evaluationAnswers })
    .from(evaluationAnswers)
    .leftJoin(evaluationJudgements, judgementOf(judging.judge))
    .where(and(shownTo(judging), isNull(evaluationJudgements.judge)))
    .orderBy(asc(evaluationAnswers.place))
    .limit(limit)
  return rows.map(({ answer }) => answer)
}

/** How many pairs an account has judged, and how many are left to it. */
export async function countPairs(db: Database, judging: PairsFor) {
  const [row] = await db
    .select({ left: count() })
    .from(evaluationAnswers)
    .leftJoin(evaluationJudgements, judgementOf(judging.judge))
    .where(and(shownTo(judging), isNull(evaluationJudgements.judge)))
  const { jobId, judge } = evaluationJudgements
  const own = and(eq(jobId, judging.evaluationId), eq(judge, judging.judge))
  return { judged: await db.$count(evaluationJudgements, own), left: row?.left ?? 0 }
}

/**
 * Keeps a verdict; whose answer stood where follows from the seed, not from what the caller says.
 *
 * @throws EVALUATION_PAIR_UNKNOWN for a pair that the account could not be shown, EVALUATION_JUDGED
 */
export async function judgePair(
  db: Database,
  judging: PairsFor,
  given: { readonly place: number; readonly verdict: 'a' | 'b' | 'tie'; readonly seed: number },
): Promise<void> {
  const { place, seed } = given
  const { evaluationId, judge } = judging
  const known = await db.$count(evaluationAnswers, and(shownTo(judging), eq(evaluationAnswers.place, place)))
  if (known === 0) {
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

/** Pairs whose words an account may be shown. */
function shownTo({ evaluationId, closed }: PairsFor) {
  const { jobId, differs, texts, datanetId } = evaluationAnswers
  const open = closed.length === 0 ? undefined : or(isNull(datanetId), notInArray(datanetId, [...closed]))
  return and(eq(jobId, evaluationId), eq(differs, true), isNotNull(texts), open)
}

function judgementOf(judge: Address) {
  return and(
    eq(evaluationJudgements.jobId, evaluationAnswers.jobId),
    eq(evaluationJudgements.place, evaluationAnswers.place),
    eq(evaluationJudgements.judge, judge),
  )
}
