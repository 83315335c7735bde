import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { and, eq, isNotNull } from 'drizzle-orm'
import { findDatanet } from '../contributions/findDatanet.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { logRead } from '../reading/logRead.ts'
import { type ReadingOf, readingOf } from '../reading/readingOf.ts'
import type { AnswerRow } from './readAnswers.ts'

/** What an account may read of the Datanets that an evaluation's questions come from, by Datanet. */
export type ReadingsToJudge = ReadonlyMap<Hash32, ReadingOf>

/**
 * Asks by what right an account reads each Datanet whose records an evaluation asked. Being asked to judge is none: who may
 * not read a Datanet is shown no pair of its records.
 *
 * @throws CHAIN_* where the chain, which alone knows a grant, is out of reach
 */
export async function readingsToJudge(
  services: GatewayServices,
  evaluationId: string,
  account: Address,
): Promise<ReadingsToJudge> {
  const { jobId, datanetId } = evaluationAnswers
  const rows = await services.db
    .selectDistinct({ datanetId })
    .from(evaluationAnswers)
    .where(and(eq(jobId, evaluationId), isNotNull(datanetId)))
  const readings = new Map<Hash32, ReadingOf>()
  for (const row of rows) {
    if (row.datanetId === null) continue
    const datanet = await findDatanet(services.db, row.datanetId)
    readings.set(row.datanetId, await readingOf(services, datanet, account))
  }
  return readings
}

/** Datanets whose records are not shown. */
export const closedOf = (readings: ReadingsToJudge): Hash32[] =>
  [...readings].flatMap(([datanetId, { refusal }]) => (refusal === undefined ? [] : [datanetId]))

/** Writes down for the owners which of their private records a judge is about to be shown. */
export async function logJudging(
  { db }: Pick<GatewayServices, 'db'>,
  readings: ReadingsToJudge,
  rows: readonly AnswerRow[],
): Promise<void> {
  for (const [datanetId, some] of Map.groupBy(rows, (row) => row.datanetId)) {
    const reading = datanetId === null ? undefined : readings.get(datanetId)
    if (datanetId === null || reading === undefined) continue
    const commitments = some.flatMap(({ commitment }) => commitment ?? [])
    await logRead(db, reading, { datanetId, kind: 'evaluation', root: null, records: some.length, commitments })
  }
}
