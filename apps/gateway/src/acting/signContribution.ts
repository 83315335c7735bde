import type { accountSignatureRequestSchema } from '@openledger/core/api/acting.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { z } from 'zod'
import { findKeptAccount } from '../auth/findKeptAccount.ts'
import { unsealKey } from '../auth/sealKey.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { actingErrors } from './errors.ts'

/** A signature may hold for so long, seconds: who takes it from a browser can't use it for ever. */
const DEADLINE_MAX_S = 7n * 86_400n

/**
 * Signs a contribution of an account whose key is kept: its own, for this chain's registry, for a week at most.
 * Whatever else has a signature (vouchers, transfers, requests) is not signed.
 *
 * @throws ACTING_SIGNATURE_REFUSED, ACCOUNT_NOT_KEPT
 */
export async function signContribution(
  deps: Pick<GatewayServices, 'db' | 'chain' | 'accountSecret' | 'ledgerTime'>,
  account: Address,
  asked: z.output<typeof accountSignatureRequestSchema>,
): Promise<Hex> {
  const refuse = (text: string): never => {
    throw new OpenLedgerError(actingErrors.ACTING_SIGNATURE_REFUSED, text)
  }
  const message = { ...asked.message, deadline: BigInt(asked.message.deadline) }
  if (message.contributor !== account) refuse(`The contribution is ${message.contributor}’s, not ${account}’s.`)
  const domain = { chainId: deps.chain.chainId, verifyingContract: deps.chain.addresses.datanetRegistry }
  const known = contributionTypedData(message, domain)
  const same = Object.entries(known.domain).every(([name, value]) => Reflect.get(asked.domain, name) === value)
  if (!same) refuse('The domain is not that of this chain’s DatanetRegistry.')
  const latest = BigInt(await deps.ledgerTime()) + DEADLINE_MAX_S
  if (message.deadline > latest) refuse('The deadline is more than a week ahead.')
  const { privateKey } = await findKeptAccount(deps.db, account)
  return privateKeyToAccount(unsealKey(deps.accountSecret, account, privateKey)).signTypedData(known)
}
