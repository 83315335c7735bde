import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { parseTrainingLog, trainedRecords } from '@openledger/core/training/trainingLog.ts'
import { trainingJobs } from '@openledger/db/schema/trainingJobs.ts'
import { and, eq } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import { type AdapterRow, adapterOfManifest } from '../training/adapterRows.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** A training that has succeeded: what was asked for, and the adapter that it gave. */
export type EvaluatedTraining = { readonly request: unknown; readonly adapter: AdapterRow }

/** @throws EVALUATE_MODEL_UNKNOWN */
export async function evaluatedTraining(
  { db }: Pick<WorkerDeps, 'db'>,
  jobId: string,
  developer: Hex | undefined = undefined,
): Promise<EvaluatedTraining> {
  const [trained] = await db
    .select({ manifestHash: trainingJobs.manifestHash, request: trainingJobs.request })
    .from(trainingJobs)
    .where(
      and(
        eq(trainingJobs.jobId, jobId),
        eq(trainingJobs.kind, 'train'),
        eq(trainingJobs.status, 'succeeded'),
        developer && eq(trainingJobs.developer, developer),
      ),
    )
  const adapter = trained?.manifestHash ? await adapterOfManifest(db, trained.manifestHash) : undefined
  if (trained !== undefined && adapter !== undefined) return { request: trained.request, adapter }
  throw new OpenLedgerError(workerErrors.EVALUATE_MODEL_UNKNOWN, `No training ${jobId} has succeeded here.`)
}

/** The records that a training's log shows, as its published log says. @throws DATA_NOT_FOUND, TRAINING_LOG_* */
export async function recordsTrainedOn(
  { dataStore }: Pick<WorkerDeps, 'dataStore'>,
  { logDataHash, manifestHash }: Pick<AdapterRow, 'logDataHash' | 'manifestHash'>,
): Promise<ReadonlySet<Hex32>> {
  const log = parseTrainingLog(await dataStore.get(logDataHash), manifestHash)
  return new Set(trainedRecords(log).keys())
}

type Hex = `0x${string}`
