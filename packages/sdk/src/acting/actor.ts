import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex } from 'viem'

/** Typed data (EIP-712) as core's `…TypedData` functions give it. */
export type TypedDataToSign = {
  readonly domain: Readonly<Record<string, unknown>>
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

/** Somebody who can sign and send: with a wallet, or through the gateway that keeps the account's key. */
export type Actor = {
  readonly account: Address
  readonly kind: 'wallet' | 'kept'
  /** @throws SDK_WALLET_*; the gateway's errors for a kept account */
  signTypedData(typedData: TypedDataToSign): Promise<Hex>
  /**
   * Sends a call and waits for its block. The same call again, while the first is on its way, waits for the first.
   *
   * @param what for messages, e.g. "Creating the Datanet"
   * @returns the transaction's hash
   * @throws CHAIN_REVERTED with the contract error's name, SDK_WALLET_*, SDK_TRANSACTION_*; the gateway's errors
   */
  send(call: ContractCall, what: string): Promise<Hex>
}

/** Where an actor notes what is on its way, so that a page that was loaded again finds it: `localStorage` fits. */
export type PendingStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
