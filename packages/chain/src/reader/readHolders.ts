import type { CallHolders } from '@openledger/core/api/calls.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { Chain } from '../clients/createChain.ts'

/** Of which call's parts the holders are asked. */
export type HoldersQuery = {
  /** The receipt's, Unix seconds. */
  readonly time: bigint
  readonly modelIds: readonly Hex32[]
  /** The records that the call pays, each with its Datanet. */
  readonly records: readonly { readonly datanetId: Hex32; readonly contributor: Address; readonly commitment: Hex32 }[]
}

/**
 * Whose the parts of a call are by the registries' views: owners, royalties, pools, curators and pots at the receipt's
 * time. Final once a block is later than that.
 * @throws what viem throws
 */
export async function readHolders(chain: Chain, { time, modelIds, records }: HoldersQuery): Promise<CallHolders> {
  const { modelRegistry, datanetRegistry, staking } = chain
  const ownerOfModel = async (modelId: Hex32) => toAddress(await modelRegistry.read.ownerAt([modelId, time]))
  const models = modelIds.map(async (modelId) => ({
    modelId,
    owner: await ownerOfModel(modelId),
    royalties: await Promise.all(
      (await modelRegistry.read.royaltiesOf([modelId])).map(async ({ ancestor, bps }) => ({
        account: await ownerOfModel(ancestor),
        bps,
      })),
    ),
    pool: toAddress(await staking.read.poolOf([modelId])),
  }))
  const datanets = [...new Set(records.map(({ datanetId }) => datanetId))].map(async (datanetId) => ({
    datanetId,
    owner: toAddress(await datanetRegistry.read.ownerAt([datanetId, time])),
    curators: (await datanetRegistry.read.curatorsAt([datanetId, time])).map(({ account, bps }) => ({
      account: toAddress(account),
      bps,
    })),
  }))
  const pots = records.map(async ({ datanetId, contributor, commitment }) => {
    const dispute = await datanetRegistry.read.disputeAt([datanetId, contributor, commitment, time])
    return dispute === ZERO_HEX32 ? [] : [{ commitment, pot: toAddress(await datanetRegistry.read.potOf([dispute])) }]
  })
  return {
    models: await Promise.all(models),
    datanets: await Promise.all(datanets),
    pots: (await Promise.all(pots)).flat(),
  }
}
