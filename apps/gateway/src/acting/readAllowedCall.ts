import { claimVaultAbi } from '@openledger/chain/abi/claimVault.ts'
import { datanetRatingsAbi } from '@openledger/chain/abi/datanetRatings.ts'
import { datanetRegistryAbi } from '@openledger/chain/abi/datanetRegistry.ts'
import { modelRegistryAbi } from '@openledger/chain/abi/modelRegistry.ts'
import { recordDisputesAbi } from '@openledger/chain/abi/recordDisputes.ts'
import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { type Abi, decodeFunctionData, encodeFunctionData, type Hex } from 'viem'
import { z } from 'zod'
import type { GatewayChain } from '../gatewayDeps.ts'
import { actingErrors } from './errors.ts'

/** A call as it was understood. */
export type AllowedCall = {
  readonly functionName: string
  /** It lets money go to an account that is not the sender: a person has to confirm it. */
  readonly redirects: boolean
}

const REGISTRY = [
  'create',
  'setCurators',
  'setLimits',
  'setLicence',
  'publishVersion',
  'grantAccess',
  'revokeAccess',
  'requestAccess',
  'revokeRecords',
]
const MODELS = ['register', 'setPrice']
const RATINGS = ['rate', 'refresh']
/** Opening and appealing take a stake in OPEN, which such an account can't approve. */
const DISPUTES = ['decide', 'vote', 'close', 'forward']

/** As much of a registration as says who is paid. */
const registrationSchema = z.tuple([
  z.object({
    split: z.object({ model: z.number(), stakers: z.number() }),
    parents: z.array(z.unknown()),
  }),
])

const curatorsSchema = z.tuple([z.string(), z.array(z.object({ account: z.string() }))])

/**
 * Understands a call that the gateway is asked to send for an account: one of a list, of the ledger's own contracts,
 * encoded as those read it. Nothing on the list moves what the account has: no token, no Datanet, no vault of others.
 *
 * Invariant: whatever is sent is byte for byte what decoding and encoding it by the contract's ABI gives.
 * @throws ACTING_CALL_REFUSED
 */
export async function readAllowedCall(
  chain: Pick<GatewayChain, 'addresses' | 'vaultOf'>,
  operator: Address,
  account: Address,
  call: ContractCall,
): Promise<AllowedCall> {
  const { datanetRegistry, datanetRatings, modelRegistry, recordDisputes } = chain.addresses
  if (call.to === datanetRegistry) {
    const { functionName, args } = decode(datanetRegistryAbi, REGISTRY, call.data)
    const paid =
      functionName === 'create'
        ? [String(args[1])]
        : functionName === 'setCurators'
          ? curatorsSchema.parse(args)[1].map((curator) => curator.account)
          : []
    return { functionName, redirects: paid.some((one) => one.toLowerCase() !== account) }
  }
  if (call.to === modelRegistry) {
    const { functionName, args } = decode(modelRegistryAbi, MODELS, call.data)
    return { functionName, redirects: functionName === 'register' && paysOthers(args) }
  }
  if (call.to === datanetRatings) return plain(decode(datanetRatingsAbi, RATINGS, call.data))
  if (call.to === recordDisputes) return plain(decode(recordDisputesAbi, DISPUTES, call.data))
  if (call.to === (await chain.vaultOf(operator))) {
    const { functionName, args } = decode(claimVaultAbi, ['claim', 'withdraw'], call.data)
    // A claim is packed: the account, then the sum. Others' claims are not for this account's gas.
    if (String(args[0]).slice(0, 42).toLowerCase() === account) return { functionName, redirects: false }
    return refuse('It claims for another account.')
  }
  return refuse(`${call.to} is no contract that the gateway sends calls to.`)
}

/**
 * Whether a registration gives away what is its developer's by default. It can't be undone: under the same name the same
 * adapter is registered once. Ancestors take of the model's part; stakers are whoever stakes, a thief too. What data
 * gets, its contributors get by attribution; a price can be set again.
 */
function paysOthers(args: readonly unknown[]): boolean {
  const [{ split, parents }] = registrationSchema.parse(args)
  return parents.length > 0 || split.model < DEFAULT_SPLIT.model || split.stakers > DEFAULT_SPLIT.stakers
}

function plain({ functionName }: { readonly functionName: string }): AllowedCall {
  return { functionName, redirects: false }
}

function decode(abi: Abi, allowed: readonly string[], data: Hex) {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    if (allowed.includes(functionName) && encodeFunctionData({ abi, functionName, args }) === data)
      return { functionName, args }
  } catch {
    // Of no function of the contract, or too short for one.
  }
  return refuse(`The call ${data.slice(0, 10)} is not one that the gateway sends.`)
}

function refuse(text: string): never {
  throw new OpenLedgerError(actingErrors.ACTING_CALL_REFUSED, text)
}
