import type { CreateEvaluationRequest } from '@openledger/core/api/evaluations.ts'
import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { drawPlaces } from '@openledger/core/evaluation/drawPlaces.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { inArray } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import { type GatheredRecord, gatherRecords } from '../training/gatherRecords.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import type { AskedQuestion } from './askedQuestion.ts'

/** Records that are asked where the request sets no limit. */
const LIMIT = 1_000

/**
 * What an evaluation asks: the given questions, or records of a version or those that the training kept out, each in its
 * first wording and in the group of its Datanet's name.
 *
 * @param trained commitments that the training's log shows
 * @throws TRAIN_VERSION_UNKNOWN, TRAIN_RECORD_MISSING, TRAIN_NO_RECORDS, EVALUATE_NOTHING
 */
export async function questionsOf(
  deps: Pick<WorkerDeps, 'db' | 'contents'>,
  request: CreateEvaluationRequest,
  trainingRequest: unknown,
  trained: ReadonlySet<Hex32>,
): Promise<readonly AskedQuestion[]> {
  const { questions, version, limit = LIMIT, seed = 0 } = request
  if (questions !== undefined) return questions
  const versions = version === undefined ? createTrainingJobRequestSchema.parse(trainingRequest).versions : [version]
  const gathered = await gatherRecords(deps, versions)
  const records = version === undefined ? gathered.filter(({ commitment }) => !trained.has(commitment)) : gathered
  if (records.length === 0) {
    const why = 'The training saw every record of its versions: none was kept out.'
    throw new OpenLedgerError(workerErrors.EVALUATE_NOTHING, why)
  }
  const names = await namesOf(deps, records)
  return drawPlaces(records.length, limit, seed).flatMap((place) => {
    const record = records[place]
    if (record === undefined) return []
    const { commitment, datanetId, content } = record
    const prompts = content.prompts.slice(0, 1)
    const group = names.get(datanetId) ?? datanetId.slice(0, 10)
    return [{ prompts, answer: content.answer, group, record: { commitment, datanetId } }]
  })
}

async function namesOf({ db }: Pick<WorkerDeps, 'db'>, records: readonly GatheredRecord[]) {
  const ids = [...new Set(records.map(({ datanetId }) => datanetId))]
  const rows = await db
    .select({ datanetId: datanets.datanetId, slug: datanets.slug })
    .from(datanets)
    .where(inArray(datanets.datanetId, ids))
  return new Map<string, string>(rows.map(({ datanetId, slug }) => [datanetId, slug.slice(0, 64)]))
}
