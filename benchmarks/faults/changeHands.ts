import { openDispute } from '@openledger/chain/actions/openDispute.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { transferToken } from '@openledger/chain/actions/transferToken.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { at } from './people.ts'

const account = (name: string): Address => toAddress(hashText(name).slice(0, 42))

/** Curators of the bench's first Datanet: before the first calls, before the others, and after them. */
const CURATORS = [
  [
    { account: account('curator one'), bps: 2_501 },
    { account: account('curator two'), bps: 999 },
  ],
  [{ account: account('curator two'), bps: 5_000 }],
  [{ account: account('curator three'), bps: 10_000 }],
] as const

/** What changes hands between the calls, and who can. */
export type Estate = {
  readonly datanetId: Hex32
  readonly datanetOwner: UserWallet
  readonly modelId: Hex32
  /** Who owns the model before the first sale and between the two. */
  readonly modelOwners: readonly [UserWallet, UserWallet]
  readonly disputer: UserWallet
  readonly record: { readonly contributor: Address; readonly commitment: Hex32 }
}

/** Names a Datanet's first curators. */
export const nameCurators = ({ datanetOwner, datanetId }: Estate) =>
  setCurators(datanetOwner, { datanetId, curators: at(CURATORS, 0) })

/** Other curators, another owner of the model, and a dispute of a record, between the calls of two epochs. */
export async function changeHands({ datanetId, datanetOwner, modelId, modelOwners, disputer, record }: Estate) {
  const [seller, buyer] = modelOwners
  await setCurators(datanetOwner, { datanetId, curators: at(CURATORS, 1) })
  await transferToken(seller, { what: 'model', id: modelId, to: buyer.address })
  await openDispute(disputer, { datanetId, ...record, reasonHash: hashText('copied') })
}

/** After all calls: what is right today was not right then. */
export async function changeHandsAgain({ datanetId, datanetOwner, modelId, modelOwners }: Estate) {
  await setCurators(datanetOwner, { datanetId, curators: at(CURATORS, 2) })
  await transferToken(datanetOwner, { what: 'datanet', id: datanetId, to: account('heir of the Datanet') })
  await transferToken(modelOwners[1], { what: 'model', id: modelId, to: account('heir of the model') })
}
