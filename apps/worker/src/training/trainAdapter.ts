import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTrainingJobRequestSchema, type TrainingResult } from '@openledger/core/api/training.ts'
import { grantId } from '@openledger/core/ids/grantId.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { logRoot, parseTrainingLog } from '@openledger/core/training/trainingLog.ts'
import { exportTrainingRecords } from '@openledger/data/export/exportTrainingRecords.ts'
import type { JobContext } from '../catalogue/defineJob.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import { findAdapter, storeAdapter } from './adapterRows.ts'
import { assertTokenBudget } from './assertTokenBudget.ts'
import { gatherRecords } from './gatherRecords.ts'
import { isComplete, moveComplete } from './moveComplete.ts'
import { trainerCodeHash } from './trainerCodeHash.ts'
import { trainerConfig } from './trainerConfig.ts'

/**
 * Trains the adapter that a job asks for, or takes the one that the same inputs gave before.
 *
 * The files end up in a folder named by the hash of all inputs, where a finished training is found again. They are made
 * in a folder of the job's own and moved there when complete, so jobs with the same inputs do not meet, and a killed
 * job starts afresh. The row in `adapters` comes last: until then nothing is registered.
 *
 * @throws TRAIN_*, TRAINER_*, TRAINING_LOG_*
 */
export async function trainAdapter(job: TrackedJob, context: JobContext): Promise<TrackedResult> {
  const { db, dataStore, trainer, baseModel, modelsDir, logger } = context.deps
  const request = createTrainingJobRequestSchema.parse(job.request)
  const records = await gatherRecords(context.deps, request.versions, { ...request, seed: request.config?.seed })
  await assertTokenBudget(context.deps.engine, baseModel.id, records, request.config)
  const versionRoots = [...new Set(request.versions)].sort()
  const grants = [...new Set(records.map(({ datanetId }) => grantId({ datanetId, developer: job.developer })))].sort()
  const lines = Buffer.from([...exportTrainingRecords(records)].join(''))
  const inputs = {
    base: baseModel.sha256,
    code: await trainerCodeHash(trainer.folder),
    config: trainerConfig(request.config),
    grants,
    records: hashBytes(lines),
    threads: trainer.threads,
    versionRoots,
  }
  const name = canonicalHash(inputs).slice(2)
  const dir = join('adapters', request.retrain ? `${name}-${job.jobId}` : name)
  const known = await findAdapter(db, modelsDir, dir)
  if (known) return finished(known, { versionRoots, reused: true })

  const finalDir = join(modelsDir, dir)
  const workDir = join(modelsDir, 'adapters', `${name}-${job.jobId}.partial`)
  const recordsFile = join(workDir, 'records.jsonl')
  await mkdir(workDir, { recursive: true })
  await writeFile(recordsFile, lines)
  try {
    const result = await runTrainerJob(
      {
        kind: 'train',
        baseGguf: baseModel.file,
        baseSha256: baseModel.sha256.slice(2),
        recordsFile,
        // The trainer finds what is complete there, and does nothing.
        outDir: (await isComplete(finalDir)) ? finalDir : workDir,
        binding: { versionRoots, grant: grants.join(',') },
        config: inputs.config,
        threads: trainer.threads,
      },
      {
        trainer,
        signal: context.signal,
        logger,
        onEvent: async (event) => void (await appendJobEvent(db, job.jobId, event)),
      },
    )
    await rm(recordsFile)
    await moveComplete(workDir, finalDir)
    const manifest = await readFile(join(finalDir, 'manifest.json'))
    const log = await readFile(join(finalDir, 'training-log.jsonl'))
    const stored = await storeAdapter(db, {
      dir,
      manifestHash: result.manifestHash,
      adapterHash: result.adapterGgufHash,
      indexHash: result.indexHash,
      logRoot: logRoot(parseTrainingLog(log, result.manifestHash)),
      manifestDataHash: await dataStore.put(manifest),
      logDataHash: await dataStore.put(log),
      threshold: BigInt(result.thresholdMicro),
      result,
    })
    return finished(stored, { versionRoots, reused: result.reused })
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }

  function finished(adapter: typeof known & object, more: { versionRoots: Hex32[]; reused: boolean }): TrackedResult {
    const result: TrainingResult = {
      baseHash: baseModel.sha256,
      adapterHash: adapter.adapterHash,
      manifestHash: adapter.manifestHash,
      logRoot: adapter.logRoot,
      indexHash: adapter.indexHash,
      manifestData: adapter.manifestDataHash,
      logData: adapter.logDataHash,
      trainingVersions: more.versionRoots,
      reused: more.reused,
      evaluation: null,
    }
    return { result, manifestHash: adapter.manifestHash }
  }
}
