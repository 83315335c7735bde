import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import { requestAccessCall, setCuratorsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { transferOpenCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { createAccountSignature, createAccountTransaction } from '@openledger/core/api/acting.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { freshSalt } from '../freshSalt.ts'
import { defineRows } from '../row.ts'
import type { AuthzWorld } from '../world.ts'

function contributionOf({ stack }: AuthzWorld, datanetId: Hex32, contributor: Address) {
  const { chainId, addresses } = stack.deps.chain
  const deadline = BigInt(Math.floor(Date.now() / 1000) + 3_600)
  const message = { datanetId, contributor, root: freshSalt(), count: 1, deadline }
  const { domain, primaryType } = contributionTypedData(message, {
    chainId,
    verifyingContract: addresses.datanetRegistry,
  })
  return {
    path: '/v1/account/signatures',
    body: { primaryType, domain, message: { ...message, deadline: deadline.toString() } },
  }
}

/** Of terms that nobody wrote. */
const freshHash = freshSalt()

const sent = (key: string, { to, data }: ContractCall) => ({
  path: '/v1/account/transactions',
  body: { key, to, data },
})

export const rows = defineRows([
  {
    route: createAccountSignature,
    object: 'a contribution of the kept account',
    ask: (world) => contributionOf(world, world.datanetId, world.address('keptAccount')),
    outcomes: { keptAccount: 'allowed', anyone: 'ACTING_SIGNATURE_REFUSED' },
  },
  {
    route: createAccountSignature,
    object: 'a contribution of one’s own',
    ask: (world, { person }) =>
      contributionOf(world, world.datanetId, world.address(person === 'nobody' ? 'stranger' : person)),
    outcomes: { keptAccount: 'allowed', anyone: 'ACCOUNT_NOT_KEPT' },
  },
  {
    route: createAccountTransaction,
    object: 'a call that moves nothing, by the key of the session’s account',
    ask: ({ stack, reviewed }) =>
      sent('authz-asks-for-access', requestAccessCall(stack.chain.addresses, reviewed.datanetId, freshHash)),
    outcomes: { keptAccount: 'allowed', anyone: 'ACCOUNT_NOT_KEPT' },
  },
  {
    route: createAccountTransaction,
    object: 'a transfer of the account’s OPEN',
    ask: ({ stack, address }) =>
      sent('authz-moves-its-open', transferOpenCall(stack.chain.addresses, address('stranger'), 1n)),
    outcomes: { anyone: 'ACTING_CALL_REFUSED' },
  },
  {
    route: createAccountTransaction,
    object: 'a share of income for the stranger, with a session but without the passkey',
    ask: ({ stack, datanetId, address }) =>
      sent(
        'authz-names-a-curator',
        setCuratorsCall(stack.chain.addresses, datanetId, [{ account: address('stranger'), bps: 1 }]),
      ),
    outcomes: { stranger: 'ACCOUNT_NOT_KEPT', anyone: 'ACTING_CONFIRMATION_NEEDED' },
  },
])
