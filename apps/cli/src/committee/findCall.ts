import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { EpochLeaves } from '@openledger/core/epoch/epochTrees.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { loadManifest, loadPublished } from '@openledger/core/verify/loadPublished.ts'
import { cliErrors } from '../errors.ts'
import { openDataReader } from '../verify/openDataReader.ts'
import type { OutsideView } from '../verify/verifyFromOutside.ts'

/** A call in an epoch that can still be challenged. */
export type OpenCall = { readonly epoch: Epoch; readonly leaves: EpochLeaves; readonly callId: Hex32 }

/**
 * Finds a call among an operator's open epochs, by its id or the start of it.
 * @throws CLI_USAGE when no open epoch has it; VERIFY_BLOB_* when published data can't be read
 */
export async function findCall(chain: Chain, view: OutsideView, text: string): Promise<OpenCall> {
  const reader = await createChainReader({ rpcUrl: view.rpcUrl, chainId: view.chainId, addresses: view.addresses })
  const store: DataStore = {
    get: openDataReader(view.data).get,
    put: () => Promise.reject(new RangeError('Nothing is published here.')),
  }
  const { finalCount, epochCount } = await chain.settlement.read.stateOf([view.operator])
  for (let number = epochCount; number > finalCount; number--) {
    const posted = await reader.postedEpoch(view.operator, number)
    if (posted === undefined) continue
    const before = number === 1n ? undefined : await reader.postedEpoch(view.operator, number - 1n)
    const { chainId, settlement } = reader
    const previousData = before?.epoch.dataCommitment ?? null
    const manifest = await loadManifest(store, posted.epoch, { chainId, settlement, previousData })
    const { leaves } = await loadPublished(store, manifest)
    const found = leaves.receipts.find(({ receipt }) => receipt.callId.startsWith(text.toLowerCase()))
    if (found !== undefined) return { epoch: posted.epoch, leaves, callId: found.receipt.callId }
  }
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `no open epoch of ${view.operator} has a call ${text}`)
}
