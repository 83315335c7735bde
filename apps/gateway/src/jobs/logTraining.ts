import type { Address } from '@openledger/core/api/primitives.ts'
import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { inArray } from 'drizzle-orm'
import { findDatanet } from '../contributions/findDatanet.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { logRead } from '../reading/logRead.ts'
import { readingOf } from '../reading/readingOf.ts'

/** Writes down, for the owner of each private Datanet, that a developer has a model trained on its contents. */
export async function logTraining(
  services: GatewayServices,
  developer: Address,
  request: CreateTrainingJobRequest,
): Promise<void> {
  const { db } = services
  for (const { root, datanetId, count } of await db
    .select()
    .from(versions)
    .where(inArray(versions.root, request.versions))) {
    const reading = await readingOf(services, await findDatanet(db, datanetId), developer)
    const named = request.commitments ?? null
    const records = named === null ? count : named.length
    await logRead(db, reading, { datanetId, kind: 'training', root, records, commitments: named })
  }
}
