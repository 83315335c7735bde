import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { CreateTrainingJobRequest } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { assertChoices } from './assertChoices.ts'

/**
 * Asserts that a developer may train on these versions now, and that their content is here.
 *
 * @throws what {@link assertChoices} throws, VERSION_NOT_FOUND, TRAINING_NOT_GRANTED, TRAINING_FEE_UNPAID, VERSION_CONTENT_MISSING, TRAINING_COMMITMENT_FOREIGN, CHAIN_*
 */
export async function assertTrainable(
  services: GatewayServices,
  developer: Address,
  request: CreateTrainingJobRequest,
): Promise<void> {
  const { db } = services
  await assertChoices(services, developer, request)
  const known = await db
    .select({ root: versions.root, datanetId: versions.datanetId, owner: datanets.owner })
    .from(versions)
    .innerJoin(datanets, eq(datanets.datanetId, versions.datanetId))
    .where(inArray(versions.root, request.versions))
  const unknown = request.versions.find((root) => !known.some((version) => version.root === root))
  if (unknown !== undefined)
    throw new OpenLedgerError(gatewayErrors.VERSION_NOT_FOUND, `No version with the root ${unknown} is on chain.`)
  const now_s = BigInt(await services.ledgerTime())
  for (const { datanetId, owner, root } of known) {
    if (owner === developer) continue
    // The chain itself is asked: the index may be a moment behind a grant, or a revocation, that was just mined.
    const expiry = await services.chain.grantExpiry(datanetId, developer)
    if (expiry < now_s) {
      throw new OpenLedgerError(
        gatewayErrors.TRAINING_NOT_GRANTED,
        `${developer} has no grant from the Datanet ${datanetId}.`,
        { details: { datanetId } },
      )
    }
    if (!(await services.chain.isTrainingPaid(root, datanetId, developer))) {
      throw new OpenLedgerError(
        gatewayErrors.TRAINING_FEE_UNPAID,
        `${developer} has not paid the training fee for the version ${root}.`,
        { details: { datanetId, root } },
      )
    }
  }
  await assertContent(services, request.versions, request.commitments)
}

async function assertContent(
  services: GatewayServices,
  roots: Hash32[],
  commitments: Hash32[] | undefined,
): Promise<void> {
  const held = await services.db
    .select({ root: versionRecords.root, commitment: records.commitment })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(and(inArray(versionRecords.root, roots), isNotNull(records.content)))
  const empty = roots.find((root) => !held.some((record) => record.root === root))
  if (empty !== undefined) {
    throw new OpenLedgerError(
      gatewayErrors.VERSION_CONTENT_MISSING,
      `The records of the version ${empty} aren't on this gateway.`,
    )
  }
  const inVersions = new Set(held.map(({ commitment }) => commitment))
  const foreign = commitments?.find((commitment) => !inVersions.has(commitment))
  if (foreign !== undefined) {
    throw new OpenLedgerError(
      gatewayErrors.TRAINING_COMMITMENT_FOREIGN,
      `The record ${foreign} is in none of the versions.`,
      { details: { param: 'commitments' } },
    )
  }
}
