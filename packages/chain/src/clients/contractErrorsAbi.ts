import type { Abi } from 'viem'
import { bondVaultAbi } from '../abi/bondVault.ts'
import { challengesAbi } from '../abi/challenges.ts'
import { claimVaultAbi } from '../abi/claimVault.ts'
import { committeeAbi } from '../abi/committee.ts'
import { datanetRatingsAbi } from '../abi/datanetRatings.ts'
import { datanetRegistryAbi } from '../abi/datanetRegistry.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { openTokenL2Abi } from '../abi/openTokenL2.ts'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import { recordDisputesAbi } from '../abi/recordDisputes.ts'
import { settlementAbi } from '../abi/settlement.ts'
import { stakePoolAbi } from '../abi/stakePool.ts'
import { stakingAbi } from '../abi/staking.ts'
import { trainingFeesAbi } from '../abi/trainingFees.ts'

type AbiError = Extract<Abi[number], { type: 'error' }>

/** Every custom error of the contracts, each once: a call into one contract can revert with another's error. */
export const contractErrorsAbi: readonly AbiError[] = collectErrors()

function collectErrors(): AbiError[] {
  // Typed here: the union of all that the contracts have takes the compiler longer than the rest of the package.
  const all: readonly Abi[] = [
    openTokenAbi,
    openTokenL2Abi,
    datanetRegistryAbi,
    modelRegistryAbi,
    paymentEscrowAbi,
    settlementAbi,
    bondVaultAbi,
    claimVaultAbi,
    challengesAbi,
    recordDisputesAbi,
    stakingAbi,
    stakePoolAbi,
    committeeAbi,
    trainingFeesAbi,
    datanetRatingsAbi,
  ]
  const bySignature = new Map<string, AbiError>()
  for (const item of all.flat()) {
    if (item.type !== 'error') continue
    bySignature.set(`${item.name}(${item.inputs.map((input) => input.type).join(',')})`, item)
  }
  return [...bySignature.values()]
}
