import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { payTrainingFeeCall } from '../calls/trainingFeesCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Pays the fee that the wallet's grant asks for training on a version, unless it is paid.
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (UnknownVersion, AccessNotGranted, NoFee), CHAIN_UNREACHABLE,
 * CHAIN_RPC_REFUSED
 */
export async function payTrainingFee(wallet: UserWallet, root: Hex32): Promise<ActionResult> {
  const { chain, address } = wallet
  const isDone = async () => (await chain.trainingFees.read.paymentOf([root, address])).paidAt > 0n
  if (await reading('Reading the payment', isDone)) return { status: 'already' }
  const { trainingFee } = await reading('Reading the grant', async () => {
    const [datanetId] = await chain.datanetRegistry.read.versionOf([root])
    return chain.datanetRegistry.read.grantOf([datanetId, toAddress(address)])
  })
  await ensureAllowance(wallet, chain.addresses.trainingFees, trainingFee)
  const call = payTrainingFeeCall(chain.addresses, root)
  return ensure(wallet, `Paying the training fee for ${root}`, isDone, call, 'AlreadyPaid')
}
