import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { type VerifyResult, type VerifyStep, verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import { openReadOnlyStore } from './openDataReader.ts'

/** All that a stranger needs: a chain, where the contracts stand on it, and where the published data lies. */
export type OutsideView = {
  readonly rpcUrl: string
  /** A second RPC that has to agree with the first. */
  readonly compareUrl: string | undefined
  readonly chainId: number
  readonly addresses: ContractAddresses
  readonly operator: Address
  /** Folder or URL of the published data. */
  readonly data: string
}

/** Verifies one epoch from the chain and the published data alone: no database, no key, no gateway's word. */
export async function verifyFromOutside(
  view: OutsideView,
  number: bigint,
  onStep?: (step: VerifyStep) => void,
): Promise<VerifyResult> {
  const { rpcUrl, compareUrl, chainId, addresses } = view
  const chain = await createChainReader({ rpcUrl, compareUrl, chainId, addresses })
  const store = openReadOnlyStore(view.data)
  return verifyEpoch({ chain, store, operator: view.operator, number, ...(onStep ? { onStep } : {}) })
}
