import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { DatanetLimits } from '../calls/datanetRegistryCalls.ts'
import type { Chain } from '../clients/createChain.ts'

/** What a Datanet has committed to on chain, in hashes of texts, and its limits. */
export type CommittedTexts = {
  readonly owner: Address
  readonly metadataHash: Hex32
  readonly termsHash: Hex32
  readonly licence: { readonly name: string; readonly termsHash: Hex32 }
  readonly limits: DatanetLimits
}

/** Later than any block: what holds now. */
const FOR_EVER = 2n ** 64n - 1n

/** Reads what a Datanet commits to now; undefined when there is no such Datanet. @throws what viem throws */
export async function readDatanetTexts(
  { datanetRegistry }: Pick<Chain, 'datanetRegistry'>,
  datanetId: Hex32,
): Promise<CommittedTexts | undefined> {
  const [datanet, licence, limits] = await Promise.all([
    datanetRegistry.read.datanetOf([datanetId]),
    datanetRegistry.read.licenceAt([datanetId, FOR_EVER]),
    datanetRegistry.read.limitsOf([datanetId]),
  ])
  if (datanet.createdAt === 0n) return undefined
  const { owner, metadataHash, termsHash } = datanet
  return {
    owner: toAddress(owner),
    metadataHash,
    termsHash,
    licence: { name: licence.name, termsHash: licence.termsHash },
    limits: { recordsInAll: limits.recordsInAll, recordsADay: limits.recordsADay },
  }
}
