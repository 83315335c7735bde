import { datanetRegistryAbi } from '@openledger/chain/abi/datanetRegistry.ts'
import type { SubmitContributionRequest } from '@openledger/core/api/contributions.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type Contribution, contributionDigest, verifyContribution } from '@openledger/core/eip712/contribution.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { contributionId as contributionIdOf } from '@openledger/core/ids/contributionId.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { and, eq } from 'drizzle-orm'
import { encodeFunctionData, type Hex } from 'viem'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'

/**
 * Checks a signed contribution as the contract will, keeps it, and relays it. Sending the same one again before it is
 * on chain goes on where it stopped.
 *
 * @returns the contribution's id, once the transaction is in a block
 * @throws DATANET_NOT_FOUND, CONTRIBUTION_*, SIGNATURE_*, CHAIN_*
 */
export async function relayContribution(
  services: GatewayServices,
  datanetId: Hash32,
  request: SubmitContributionRequest,
): Promise<Hash32> {
  const { contributor, root, commitments, signature } = request
  const { db, chain } = services
  const deadline = BigInt(request.deadline)
  await assertValid(services, datanetId, request)
  const message = { datanetId, contributor, root, count: commitments.length, deadline }
  const registry = chain.addresses.datanetRegistry
  await assertSigned(services, message, signature)
  const contributionId = contributionIdOf({ datanetId, contributor, root })
  const row = {
    contributionId,
    datanetId,
    contributor,
    root,
    count: commitments.length,
    deadline,
    commitments,
    signature,
    status: 'submitted' as const,
  }
  const [kept] = await db
    .insert(contributions)
    .values(row)
    .onConflictDoNothing()
    .returning({ status: contributions.status })
  if (kept === undefined) {
    const [known] = await db.select().from(contributions).where(eq(contributions.contributionId, contributionId))
    if (known?.status !== 'submitted') {
      throw new OpenLedgerError(
        gatewayErrors.CONTRIBUTION_EXISTS,
        `The contribution ${contributionId} is registered already.`,
        { details: { contributionId } },
      )
    }
  }
  const args = [datanetId, contributor, commitments, deadline, signature] as const
  const data = encodeFunctionData({ abi: datanetRegistryAbi, functionName: 'registerContribution', args })
  try {
    await services.publisher.send({
      key: `contribution:${contributionId}:${signature.slice(2, 18)}`,
      to: registry,
      data,
    })
  } catch (error) {
    // What never reached the chain leaves nothing behind here.
    if (kept !== undefined) {
      await db
        .delete(contributions)
        .where(and(eq(contributions.contributionId, contributionId), eq(contributions.status, 'submitted')))
    }
    throw error
  }
  return contributionId
}

/** The contributor's key signed, or its code takes the signature: in this order, as the contract asks. */
async function assertSigned(services: GatewayServices, message: Contribution, signature: Hex): Promise<void> {
  const { chainId, addresses, takesSignature } = services.chain
  const domain = { chainId, verifyingContract: addresses.datanetRegistry }
  try {
    await verifyContribution(message, domain, signature)
  } catch (error) {
    if (!(await takesSignature(message.contributor, contributionDigest(message, domain), signature))) throw error
  }
}

async function assertValid(
  services: GatewayServices,
  datanetId: Hash32,
  request: SubmitContributionRequest,
): Promise<void> {
  const { root, commitments } = request
  const [datanet] = await services.db
    .select({ datanetId: datanets.datanetId })
    .from(datanets)
    .where(eq(datanets.datanetId, datanetId))
  if (datanet === undefined)
    throw new OpenLedgerError(gatewayErrors.DATANET_NOT_FOUND, `There is no Datanet ${datanetId}.`)
  if (new Set(commitments).size !== commitments.length) {
    throw new OpenLedgerError(gatewayErrors.CONTRIBUTION_REPEATED_COMMITMENT, 'A commitment comes twice.')
  }
  if (plainRoot(commitments.map(commitmentLeaf)) !== root) {
    throw new OpenLedgerError(gatewayErrors.CONTRIBUTION_ROOT_WRONG, 'The root does not follow from the commitments.', {
      details: { param: 'root' },
    })
  }
  if (BigInt(request.deadline) < BigInt(await services.ledgerTime())) {
    throw new OpenLedgerError(gatewayErrors.CONTRIBUTION_EXPIRED, `The signature held until ${request.deadline}.`, {
      details: { param: 'deadline' },
    })
  }
}
