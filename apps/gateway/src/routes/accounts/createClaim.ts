import { claimCall } from '@openledger/chain/calls/claimVaultCalls.ts'
import { createClaim } from '@openledger/core/api/accounts.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { readClaim } from '../../epochs/readClaim.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/claims: the operator relays an account's claim; the money goes to the account, whoever asks. */
export const handler = defineHandler(createClaim, async ({ body, deps }) => {
  const { account } = body
  const claim = await readClaim(deps.db, account)
  if (claim === undefined) return { account, status: 'nothing' as const, amount: '0', transactionHash: null }
  const operator = toAddress(deps.operator.address)
  const claimed = await deps.chain.claimedOf(operator, account)
  if (claimed >= claim.cumulative) return { account, status: 'already' as const, amount: '0', transactionHash: null }
  const call = claimCall(await deps.chain.vaultOf(operator), { ...claim, account })
  const key = `epoch:${claim.epoch}:claim:${account}`
  const { transactionHash } = await deps.publisher.send({ key, ...call })
  return { account, status: 'claimed' as const, amount: (claim.cumulative - claimed).toString(), transactionHash }
})
