import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Chain } from '../clients/createChain.ts'

/** What an account has in one pool, wei. `subject`: a model's id, or an address with zeros before it. */
export type Stake = {
  readonly subject: Hex32
  readonly stake: bigint
  readonly unbonding: bigint
  readonly rewards: bigint
}

/** What an account has staked, in the order in which it came to the pools. @throws what viem throws when the chain can't be read */
export async function readStakes({ staking }: Pick<Chain, 'staking'>, account: Address): Promise<Stake[]> {
  const subjects = await staking.read.subjectsOf([account])
  return Promise.all(
    subjects.map(async (subject) => {
      const { stake, unbonding, rewards } = await staking.read.positionOf([subject, account])
      return { subject, stake, unbonding, rewards }
    }),
  )
}
