import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import type { Actor } from '@openledger/sdk/acting/actor.ts'

/** A key of the state folder, as what acts elsewhere. */
export function chainActor(
  wallet: UserWallet,
  account: { readonly signTypedData: (data: never) => Promise<`0x${string}`> },
): Actor {
  return {
    account: wallet.address,
    kind: 'wallet',
    signTypedData: (typedData) => account.signTypedData(typedData as never),
    send: async (call, what) => (await wallet.send(call, what)).transactionHash,
  }
}
