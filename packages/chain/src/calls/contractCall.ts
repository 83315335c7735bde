import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex } from 'viem'

/** A contract call ready to be sent: by a publisher (`send({ key, ...call })`) or with a user's own key. */
export type ContractCall = { readonly to: Address; readonly data: Hex }
