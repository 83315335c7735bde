import { randomBytes } from 'node:crypto'
import { fileIdSchema } from '@openledger/core/api/files.ts'
import type { CreateFineTuningJobRequest } from '@openledger/core/api/fineTuning.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { type CreateTrainingJobRequest, createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { trainingPresets } from '@openledger/core/training/presets.ts'
import { fileErrors } from '../files/errors.ts'
import { rootOfFile } from '../files/grantedVersions.ts'
import { matchExamples } from '../files/matchExamples.ts'
import { readExamples } from '../files/readExamples.ts'
import { findFile, noFile, openFile } from '../files/trainingFile.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { assertTrainable } from '../jobs/assertTrainable.ts'
import { logTraining } from '../jobs/logTraining.ts'
import { findJob, startJob, type TrackedJob } from '../jobs/trackedJobs.ts'
import { BASE_RATE } from './toFineTuningJob.ts'

/**
 * Starts the training that a request in OpenAI's shape asks for.
 * @throws FILE_*, FINE_TUNING_VALIDATION_FILE, and what {@link assertTrainable} throws
 */
export async function createFineTuning(
  services: GatewayServices,
  account: Address,
  body: CreateFineTuningJobRequest,
): Promise<TrackedJob> {
  if (body.validation_file != null) {
    throw new OpenLedgerError(
      fileErrors.FINE_TUNING_VALIDATION_FILE,
      'Records to measure by are drawn from the training’s own here; a file of them is not taken.',
      { details: { param: 'validation_file' } },
    )
  }
  const request = createTrainingJobRequestSchema.parse({
    name: nameOf(body.suffix),
    base: body.model,
    ...(await recordsOf(services, account, body.training_file)),
    config: configOf(body),
  })
  await assertTrainable(services, account, request)
  await logTraining(services, account, request)
  const fineTuning = { training_file: body.training_file, metadata: body.metadata ?? null }
  const kept = { ...request, fineTuning }
  const jobId = await startJob(services, { kind: 'train', developer: account, name: request.name, request: kept })
  return findJob(services.db, jobId, 'train')
}

/** What a file is to be trained on: a granted version whole, or the records that an uploaded one names. */
async function recordsOf(
  services: GatewayServices,
  account: Address,
  file: string,
): Promise<Pick<CreateTrainingJobRequest, 'versions' | 'commitments'>> {
  if (!fileIdSchema.safeParse(file).success) noFile(file)
  const root = rootOfFile(file)
  if (root !== undefined) return { versions: [root] }
  const row = await findFile(services, account, file)
  return matchExamples(services, account, await readExamples(openFile(services, row)))
}

/** The balanced choices, except that nothing is kept out: what a file names is trained on. */
function configOf({ method, hyperparameters, seed }: CreateFineTuningJobRequest): CreateTrainingJobRequest['config'] {
  const { rank, alpha, dropout, warmupRatio, epochs, batchSize } = trainingPresets.balanced
  const asked = method?.supervised?.hyperparameters ?? hyperparameters ?? {}
  const chosen = (value: number | 'auto' | null | undefined) => (value === 'auto' || value === null ? undefined : value)
  return {
    rank,
    alpha,
    dropout,
    warmupRatio,
    learningRate: BASE_RATE * (chosen(asked.learning_rate_multiplier) ?? 1),
    epochs: chosen(asked.n_epochs) ?? epochs,
    batchSize: chosen(asked.batch_size) ?? batchSize,
    seed: seed ?? randomBytes(4).readUInt32BE() >>> 1,
  }
}

/** The suffix as a name takes it; a new name without one. */
function nameOf(suffix: string | null | undefined): string {
  const slug = (suffix ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|[._-]+$/g, '')
  return slug === '' ? `ft-${randomBytes(4).toString('hex')}` : slug
}
