import type { answerFilterSchema, EvaluationAnswer } from '@openledger/core/api/evaluations.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { type EvaluationTexts, evaluationPlace, evaluationTextsSchema } from '@openledger/db/json/evaluationTexts.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { and, asc, count, eq, gt, isNotNull, lt, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { findDatanet } from '../contributions/findDatanet.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { readingOf } from '../reading/readingOf.ts'

export type AnswerRow = typeof evaluationAnswers.$inferSelect

const { adapterRight, baseRight, wordings, copyOf, modelVerdict } = evaluationAnswers

const filters: Readonly<Record<z.output<typeof answerFilterSchema>, SQL | undefined>> = {
  all: undefined,
  better: gt(adapterRight, baseRight),
  worse: lt(adapterRight, baseRight),
  wrong: lt(adapterRight, wordings),
  copies: isNotNull(copyOf),
  disagreed: eq(modelVerdict, 'disagreed'),
}

/** A page of an evaluation's answers, and how many there are in all of that kind. */
export async function readAnswers(
  services: GatewayServices,
  evaluationId: string,
  developer: Address,
  page: { readonly only: keyof typeof filters; readonly after: number; readonly limit: number },
) {
  const chosen = and(eq(evaluationAnswers.jobId, evaluationId), filters[page.only])
  const [sum] = await services.db.select({ count: count() }).from(evaluationAnswers).where(chosen)
  const rows = await services.db
    .select()
    .from(evaluationAnswers)
    .where(and(chosen, gt(evaluationAnswers.place, page.after)))
    .orderBy(asc(evaluationAnswers.place))
    .limit(page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const open = await textReader(services, developer, shown)
  return {
    data: shown.map((row) => toApiAnswer(row, open(row))),
    count: sum?.count ?? 0,
    next: rows.length > page.limit ? (shown.at(-1)?.place ?? null) : null,
  }
}

/**
 * What opens texts of rows, for a developer: those of a record are null once its author has withdrawn it, or where the
 * developer may not read its Datanet any more.
 *
 * @throws CHAIN_* where the chain, which alone knows a grant, is out of reach
 */
async function textReader(
  services: GatewayServices,
  developer: Address,
  rows: readonly AnswerRow[],
): Promise<(row: AnswerRow) => EvaluationTexts | null> {
  const closed = new Set<Hash32>()
  for (const datanetId of new Set(rows.flatMap((row) => row.datanetId ?? []))) {
    const { refusal } = await readingOf(services, await findDatanet(services.db, datanetId), developer)
    if (refusal !== undefined) closed.add(datanetId)
  }
  return ({ jobId, place, datanetId, texts }) =>
    texts === null || (datanetId !== null && closed.has(datanetId))
      ? null
      : evaluationTextsSchema.parse(services.contents.open(evaluationPlace(jobId, place), texts))
}

function toApiAnswer(row: AnswerRow, texts: EvaluationTexts | null): EvaluationAnswer {
  const { place, group, copyOf, similarity } = row
  return {
    place,
    group,
    wordings: row.wordings,
    baseRight: row.baseRight,
    adapterRight: row.adapterRight,
    baseF1: row.baseF1 / row.wordings,
    adapterF1: row.adapterF1 / row.wordings,
    baseLoss: row.tokens === 0 ? 0 : row.baseNats / row.tokens,
    adapterLoss: row.tokens === 0 ? 0 : row.adapterNats / row.tokens,
    copyOf,
    similarity,
    judged: row.modelVerdict,
    texts,
  }
}
