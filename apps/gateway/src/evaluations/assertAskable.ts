import type { CreateEvaluationRequest } from '@openledger/core/api/evaluations.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { inArray } from 'drizzle-orm'
import { findDatanet } from '../contributions/findDatanet.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { TrackedJob } from '../jobs/trackedJobs.ts'
import { logRead } from '../reading/logRead.ts'
import { readingOf } from '../reading/readingOf.ts'

/**
 * Asserts that a developer may read the records that an evaluation asks, and writes the reading down for their owners:
 * an evaluation shows what they say.
 *
 * @throws VERSION_NOT_FOUND, CONTENT_*
 */
export async function assertAskable(
  services: GatewayServices,
  developer: Address,
  request: CreateEvaluationRequest,
  training: TrackedJob,
): Promise<void> {
  if (request.questions !== undefined) return
  const roots = request.version === undefined ? versionsOf(training) : [request.version]
  const known = await services.db.select().from(versions).where(inArray(versions.root, roots))
  const unknown = roots.find((root) => !known.some((version) => version.root === root))
  if (unknown !== undefined)
    throw new OpenLedgerError(gatewayErrors.VERSION_NOT_FOUND, `No version with the root ${unknown} is on chain.`)
  for (const { datanetId, root, count } of known) {
    const reading = await readingOf(services, await findDatanet(services.db, datanetId), developer)
    if (reading.refusal !== undefined) throw reading.refusal
    const records = Math.min(count, request.limit ?? count)
    await logRead(services.db, reading, { datanetId, kind: 'evaluation', root, records, commitments: null })
  }
}

function versionsOf({ request }: TrackedJob): Hash32[] {
  return createTrainingJobRequestSchema.parse(request).versions
}
