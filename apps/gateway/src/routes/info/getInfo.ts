import { getInfo } from '@openledger/core/api/info.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** GET /v1/info: the chain, the contracts, the operator and the base model of this gateway. */
export const handler = defineHandler(getInfo, async ({ deps }) => ({
  chainId: deps.chain.chainId,
  rpcUrl: deps.chain.rpcUrl,
  addresses: deps.chain.addresses,
  operator: toAddress(deps.operator.address),
  baseModel: deps.models.base,
  codeHash: deps.codeHash,
  versions: { ...deps.versions },
}))
