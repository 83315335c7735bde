import { getInfo, type Info } from '@openledger/core/api/info.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { GatewayChain } from '../../gatewayDeps.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/info: the chain, the contracts, the operator and the base model of this gateway. */
export const handler = defineHandler(getInfo, async ({ deps }) => ({
  chainTrouble: troubleOf(deps.chain),
  chainId: deps.chain.chainId,
  rpcUrl: deps.chain.rpcUrl,
  addresses: deps.chain.addresses,
  operator: toAddress(deps.operator.address),
  baseModel: deps.models.base,
  embeddingModel: deps.models.embedding ?? null,
  codeHash: deps.codeHash,
  versions: { ...deps.versions },
}))

function troubleOf(chain: GatewayChain): Info['chainTrouble'] {
  const trouble = chain.trouble?.()
  return trouble === undefined ? null : { code: trouble.code, message: trouble.message, hint: trouble.hint }
}
