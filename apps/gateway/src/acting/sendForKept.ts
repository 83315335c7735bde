import { callHash } from '@openledger/chain/calls/callHash.ts'
import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import { revertName } from '@openledger/chain/rpc/toChainError.ts'
import type { Assertion } from '@openledger/core/api/webauthn.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { requireConfirmation } from '../auth/requireConfirmation.ts'
import type { SessionOwner } from '../auth/requireSession.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { actingErrors } from './errors.ts'
import { grantGas } from './grantGas.ts'
import { readAllowedCall } from './readAllowedCall.ts'

/**
 * Sends a call with the key of an account that the gateway keeps, its gas from the operator, and waits for its block.
 * Any step may be cut off: the same key again goes on where it stopped, and nothing is sent or given twice.
 *
 * @throws ACTING_*, ACCOUNT_NOT_KEPT, PASSKEY_*, CHAIN_*
 */
export async function sendForKept(
  services: GatewayServices,
  session: SessionOwner,
  asked: ContractCall & { readonly key: string; readonly confirmation: Assertion | undefined },
): Promise<{ readonly transactionHash: `0x${string}`; readonly blockNumber: bigint }> {
  const { account } = session
  const { to, data, confirmation } = asked
  const key = `kept:${account}:${asked.key}`
  const { redirects, functionName } = await readAllowedCall(
    services.chain,
    toAddress(services.operator.address),
    account,
    asked,
  )
  const journal = createTransactionJournal(services.db)
  const known = await journal.get(key)
  // What was wanted once under this key was confirmed then; another call under it is refused below.
  if (redirects && known === undefined) await confirmed(services, session, asked, confirmation)
  return services.keptSenders.sendWith(account, async (publisher) => {
    const entry = await journal.get(key)
    const unsigned = entry === undefined || (entry.status === 'intent' && entry.to === to && entry.data === data)
    if (unsigned) {
      // An earlier one that waits goes first: their nonces follow each other.
      for (const earlier of await journal.unfinished(account)) await publisher.send(earlier).catch(unlessReverted)
      await grantGas(services, { account, transactionKey: key }, await services.chain.gasNeed(account, { to, data }))
    }
    services.logger.info({ account, functionName, key: asked.key }, 'sending with a kept key')
    return publisher.send({ key, to, data })
  })
}

/** That an earlier transaction reverted is its own sender's to hear: it is in a block. */
function unlessReverted(error: unknown): void {
  if (revertName(error) === undefined) throw error
}

async function confirmed(
  services: GatewayServices,
  session: SessionOwner,
  call: ContractCall,
  confirmation: Assertion | undefined,
): Promise<void> {
  if (confirmation === undefined) {
    const text = 'The call lets money go to another account: a passkey has to confirm it.'
    throw new OpenLedgerError(actingErrors.ACTING_CONFIRMATION_NEEDED, text, { details: { call: callHash(call) } })
  }
  await requireConfirmation(services, session, { action: 'send-transaction', subject: callHash(call), confirmation })
}
