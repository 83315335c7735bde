import type { Address } from '@openledger/core/api/primitives.ts'
import { signingAccount } from '@openledger/core/eip712/signingAccount.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { eq } from 'drizzle-orm'
import type { PrivateKeyAccount } from 'viem/accounts'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import { unsealKey } from './sealKey.ts'

/**
 * The session signer with this address, ready to sign. Unsealed keys are kept in memory.
 *
 * @throws SIGNER_UNSEALING_FAILED when it isn't ours or the operator's key changed
 */
export async function readSessionSigner(services: LedgerServices, address: Address): Promise<PrivateKeyAccount> {
  const known = services.unsealedSigners.get(address)
  if (known !== undefined) return known
  const [row] = await services.db.select().from(sessionSigners).where(eq(sessionSigners.address, address))
  if (row === undefined) {
    throw new OpenLedgerError(gatewayErrors.SIGNER_UNSEALING_FAILED, `The gateway doesn't hold the key of ${address}.`)
  }
  const account = signingAccount(unsealKey(services.sealingSecret, address, row.privateKey))
  services.unsealedSigners.set(address, account)
  return account
}
