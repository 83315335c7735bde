import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelExportFormat } from '@openledger/core/api/publishing.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { modelCard } from '@openledger/data/card/modelCard.ts'
import { writeZip, type ZipPart } from '@openledger/data/export/writeZip.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { exportDir } from '@openledger/db/training/exportDir.ts'
import { eq } from 'drizzle-orm'
import { cardOfTraining } from '../cards/readModelCard.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'

/** Files of an adapter's folder: weights and settings as PEFT reads them, the form that is served, manifest and log. */
const ADAPTER = [
  'adapter_config.json',
  'adapter_model.safetensors',
  'adapter.gguf',
  'manifest.json',
  'training-log.jsonl',
] as const

/** What a zip without its 64-bit form holds, with room for its own lists, bytes. */
const BYTES_MAX = 4 * 1024 ** 3 - 1024 ** 2

const LIBRARIES = { adapter: 'peft', merged: 'transformers', gguf: 'gguf' } as const

/**
 * A trained model as a folder of the Hugging Face Hub in a zip: its card, and the files of the format.
 *
 * @throws EXPORT_NOT_READY, EXPORT_NOT_MADE, EXPORT_TOO_LARGE
 */
export async function exportArchive(
  services: GatewayServices,
  training: TrackedJob,
  format: ModelExportFormat,
): Promise<AsyncGenerator<Uint8Array>> {
  const card = await cardOfTraining(services, training)
  const { manifestHash, jobId, status } = training
  const { modelsDir } = services.models
  const [adapter] =
    manifestHash === null
      ? []
      : await services.db.select().from(adapters).where(eq(adapters.manifestHash, manifestHash))
  if (card === undefined || adapter === undefined)
    throw new OpenLedgerError(
      gatewayErrors.EXPORT_NOT_READY,
      status === 'succeeded' ? `The adapter of the training ${jobId} is gone.` : `The training ${jobId} is ${status}.`,
    )
  const isAdapter = format === 'adapter'
  const folder = join(modelsDir, isAdapter ? adapter.dir : exportDir(adapter.manifestHash, format))
  const names = isAdapter ? ADAPTER : (await readdir(folder).catch(() => [])).sort()
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name)).catch(() => undefined)))
  if (names.length === 0)
    throw new OpenLedgerError(gatewayErrors.EXPORT_NOT_MADE, `The training ${jobId} has no ${format} model here.`)
  if (sizes.includes(undefined))
    throw new OpenLedgerError(gatewayErrors.EXPORT_NOT_READY, `Files of the training ${jobId} are gone.`)
  const bytes = sizes.reduce((sum, file) => sum + (file?.size ?? 0), 0)
  if (bytes > BYTES_MAX)
    throw new OpenLedgerError(gatewayErrors.EXPORT_TOO_LARGE, `The ${format} model has ${bytes} bytes.`)
  const encoder = new TextEncoder()
  const parts: ZipPart[] = [
    { name: 'README.md', bytes: [encoder.encode(modelCard(card, LIBRARIES[format]))] },
    { name: 'openledger.json', bytes: [encoder.encode(`${JSON.stringify(card, null, 2)}\n`)] },
    ...names.map((name) => ({ name, bytes: read(join(folder, name)) })),
  ]
  return writeZip(parts)
}

/** A file's bytes; it is opened when its turn comes. */
async function* read(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file)
}
