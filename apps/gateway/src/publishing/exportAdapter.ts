import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { modelCard } from '@openledger/data/card/modelCard.ts'
import { type ZipPart, writeZip } from '@openledger/data/export/writeZip.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { eq } from 'drizzle-orm'
import { cardOfTraining } from '../cards/readModelCard.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'

/** Files of an adapter's folder: weights and settings as PEFT reads them, the form that is served, manifest and log. */
const FILES = [
  'adapter_config.json',
  'adapter_model.safetensors',
  'adapter.gguf',
  'manifest.json',
  'training-log.jsonl',
] as const

/**
 * A trained adapter as a folder of the Hugging Face Hub in a zip: card, weights, settings, manifest and log.
 *
 * @throws EXPORT_NOT_READY
 */
export async function exportAdapter(
  services: GatewayServices,
  training: TrackedJob,
): Promise<AsyncGenerator<Uint8Array>> {
  const card = await cardOfTraining(services, training)
  const { manifestHash, jobId, status } = training
  const [adapter] =
    manifestHash === null
      ? []
      : await services.db.select().from(adapters).where(eq(adapters.manifestHash, manifestHash))
  const folder = adapter && join(services.models.modelsDir, adapter.dir)
  const whole = folder !== undefined && (await Promise.all(FILES.map((file) => isThere(join(folder, file))))).every(Boolean)
  if (card === undefined || folder === undefined || !whole)
    throw new OpenLedgerError(
      gatewayErrors.EXPORT_NOT_READY,
      status === 'succeeded' ? `Files of the training ${jobId} are gone.` : `The training ${jobId} is ${status}.`,
    )
  const encoder = new TextEncoder()
  const parts: ZipPart[] = [
    { name: 'README.md', bytes: [encoder.encode(modelCard(card))] },
    { name: 'openledger.json', bytes: [encoder.encode(`${JSON.stringify(card, null, 2)}\n`)] },
    ...FILES.map((name) => ({ name, bytes: read(join(folder, name)) })),
  ]
  return writeZip(parts)
}

/** A file's bytes; it is opened when its turn comes. */
async function* read(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file)
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
