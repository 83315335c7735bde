import { type FineTuningJob, fineTuningDetailsSchema } from '@openledger/core/api/fineTuning.ts'
import { isJobAtRest } from '@openledger/core/api/jobs.ts'
import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { trainingPresets } from '@openledger/core/training/presets.ts'
import { trainerDefaults } from '@openledger/core/training/trainerDefaults.ts'
import { models } from '@openledger/db/schema/models.ts'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { versionFileId } from '../files/grantedVersions.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { type TrackedJob, toApiJob } from '../jobs/trackedJobs.ts'

/** The rate that a multiplier of 1 stands for. */
export const BASE_RATE = trainingPresets.balanced.learningRate ?? trainerDefaults.learningRate

const progressSchema = z.object({ tokens: z.int().nullable().default(null), secondsLeft: z.number() })

/** The id of a training as OpenAI's clients know it. */
export const fineTuningId = (jobId: string): string => `ftjob-${jobId.replaceAll('-', '')}`

/** The id of the training behind a fine-tuning job's. */
export function trainingIdOf(id: string): string {
  return id.replace('ftjob-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** An own training in OpenAI's shape, however it was asked for. */
export async function toFineTuningJob(
  { db, models: config, clock }: Pick<GatewayServices, 'db' | 'models' | 'clock'>,
  job: TrackedJob,
): Promise<FineTuningJob> {
  const request = createTrainingJobRequestSchema.parse(job.request)
  const { config: asked = {} } = request
  const { epochs = trainerDefaults.epochs, batchSize = trainerDefaults.batchSize } = asked
  const { learningRate = trainerDefaults.learningRate, seed = trainerDefaults.seed } = asked
  const details = z.object({ fineTuning: fineTuningDetailsSchema }).safeParse(job.request).data?.fineTuning
  const hyperparameters = {
    n_epochs: epochs,
    batch_size: batchSize,
    learning_rate_multiplier: Number((learningRate / BASE_RATE).toPrecision(6)),
  }
  const { createdAt, updatedAt, error } = toApiJob(job)
  const progress = progressSchema.safeParse(job.progress).data
  const isOver = isJobAtRest(job.status) && job.status !== 'stopped'
  const left = job.status === 'running' ? progress?.secondsLeft : undefined
  return {
    id: fineTuningId(job.jobId),
    object: 'fine_tuning.job',
    model: request.base ?? config.base.id,
    created_at: createdAt,
    finished_at: isOver ? updatedAt : null,
    fine_tuned_model: await registeredName(db, job),
    organization_id: job.developer,
    result_files: [],
    status: job.status === 'stopped' ? 'paused' : job.status,
    training_file: details?.training_file ?? request.versions.map(versionFileId)[0] ?? '',
    validation_file: null,
    hyperparameters,
    method: { type: 'supervised', supervised: { hyperparameters } },
    trained_tokens: job.status === 'succeeded' ? (progress?.tokens ?? null) : null,
    error: error === null ? null : { code: error.code, message: `${error.message} ${error.hint}`, param: null },
    seed,
    estimated_finish: left === undefined ? null : Math.ceil(clock.now() / 1000 + left),
    integrations: [],
    metadata: details?.metadata ?? null,
  }
}

/** The name under which the training's adapter was registered; the first that its developer gave it. */
async function registeredName(
  db: GatewayServices['db'],
  { status, manifestHash, developer }: TrackedJob,
): Promise<string | null> {
  if (status !== 'succeeded' || manifestHash === null) return null
  const [model] = await db
    .select({ name: models.name })
    .from(models)
    .where(and(eq(models.manifestHash, manifestHash), eq(models.developer, developer)))
    .orderBy(asc(models.blockNumber), asc(models.logIndex))
    .limit(1)
  return model?.name ?? null
}
