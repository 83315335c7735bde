import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import type { Anvil } from '@openledger/chain/anvil/startAnvil.ts'
import type { Chain } from '@openledger/chain/clients/createChain.ts'
import type { BuildEpochInput } from '@openledger/core/epoch/buildEpoch.ts'
import type { ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { LocalAccount } from 'viem/accounts'

/** A model of the bench's ledger. */
export type ModelName = 'plain' | 'trained' | 'both' | 'retrieving'

/** A real chain with all contracts and a small ledger on it: two Datanets, four models, four channels. */
export type Ledger = {
  readonly anvil: Anvil
  /** Whose epochs these are. */
  readonly operator: LocalAccount
  readonly chain: Chain
  readonly folder: string
  readonly base: Omit<BuildEpochInput, 'number' | 'previous' | 'receipts' | 'attributions'>
  readonly models: Readonly<Record<ModelName, ModelFacts>>
  readonly channels: readonly { readonly channelId: Hex32; readonly payer: LocalAccount }[]
  readonly records: {
    readonly trained: readonly Hex32[]
    readonly untrained: readonly Hex32[]
    readonly retrieved: readonly Hex32[]
  }
  readonly wallet: (account: LocalAccount) => UserWallet
  /** Chain time at which calls may be billed at both price versions: of the first epoch's calls. */
  readonly time: bigint
  /** Of all other calls: the model `trained`, a Datanet's curators and a record's income went to others since. */
  readonly laterTime: bigint
}
