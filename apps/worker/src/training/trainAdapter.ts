import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTrainingJobRequestSchema, type TrainingResult } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { grantId } from '@openledger/core/ids/grantId.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { logRoot, parseTrainingLog } from '@openledger/core/training/trainingLog.ts'
import { exportTrainingRecords } from '@openledger/data/export/exportTrainingRecords.ts'
import { appendJobEvent } from '@openledger/db/jobs/appendJobEvent.ts'
import type { JobContext } from '../catalogue/defineJob.ts'
import { workerErrors } from '../errors.ts'
import type { TrackedJob, TrackedResult } from '../tracked/runTrackedJob.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import type { WorkerLogger } from '../workerLogger.ts'
import { findAdapter, storeAdapter } from './adapterRows.ts'
import { assertGranted } from './assertGranted.ts'
import { assertTokenBudget } from './assertTokenBudget.ts'
import { codedDiskErrors } from './diskErrors.ts'
import { gatherRecords } from './gatherRecords.ts'
import { isComplete, moveComplete } from './moveComplete.ts'
import { trainerCodeHash } from './trainerCodeHash.ts'
import { trainerConfig } from './trainerConfig.ts'
import { figuresOf } from './trainingFigures.ts'
import { samplesOf } from './trainingSamples.ts'
import { forgetWork, sweepWork, workFolderOf } from './workFolder.ts'

/** A kill costs at most this much of the work, and a grant that ended is noticed after it. */
const CHECKPOINT_EVERY_STEPS = 20

/**
 * Trains the adapter that a job asks for, or takes the one that the same inputs gave before.
 *
 * The files end up in a folder named by the hash of all inputs, where a finished training is found again. They are made
 * in a folder of the job's own and moved there when complete, so jobs with the same inputs do not meet. A job that was
 * killed or stopped, or that failed, leaves its folder, and goes on from there when it is run again. The row in
 * `adapters` comes last: until then nothing is registered.
 *
 * @throws TRAIN_*, TRAINER_*, TRAINING_LOG_*
 */
export async function trainAdapter(job: TrackedJob, context: JobContext): Promise<TrackedResult> {
  const { db, dataStore, trainer, baseModel, modelsDir, logger } = context.deps
  await sweepWork(db, modelsDir, Date.now())
  const request = createTrainingJobRequestSchema.parse(job.request)
  const records = await gatherRecords(context.deps, request.versions, { ...request, seed: request.config?.seed })
  await assertTokenBudget(context.deps.engine, baseModel.id, records, request.config)
  const versionRoots = [...new Set(request.versions)].sort()
  const datanetIds = [...new Set(records.map(({ datanetId }) => datanetId))]
  const granted = () => assertGranted(context.deps, job.developer, datanetIds)
  await granted()
  const grants = datanetIds.map((datanetId) => grantId({ datanetId, developer: job.developer })).sort()
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
  const workDir = workFolderOf(modelsDir, job.jobId)
  const recordsFile = join(workDir, 'records.jsonl')
  try {
    await codedDiskErrors(async () => {
      await mkdir(workDir, { recursive: true })
      await writeFile(recordsFile, lines)
    })
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
        checkpointEverySteps: CHECKPOINT_EVERY_STEPS,
        ...samplesOf(request, records.length),
      },
      {
        trainer,
        signal: context.signal,
        logger,
        onEvent: async (event) => {
          await appendJobEvent(db, job.jobId, event)
          if (event.type === 'saved') await whileReachable(granted, logger)
        },
      },
    )
    await granted()
    await rm(recordsFile)
    await codedDiskErrors(() => moveComplete(workDir, finalDir))
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
    await forgetWork(modelsDir, job.jobId)
    return finished(stored, { versionRoots, reused: result.reused })
  } finally {
    await rm(recordsFile, { force: true }) // nothing that can be read lies about between two runs
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
      evaluation: figuresOf(adapter),
    }
    return { result, manifestHash: adapter.manifestHash }
  }
}

/** Asks whether the grants hold; a chain that cannot be asked just now ends no training: it is asked again at its end. */
async function whileReachable(granted: () => Promise<void>, logger: WorkerLogger): Promise<void> {
  try {
    await granted()
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === workerErrors.TRAIN_GRANT_ENDED.code) throw error
    logger.warn({ error: String(error) }, 'the grants of a training could not be read')
  }
}
