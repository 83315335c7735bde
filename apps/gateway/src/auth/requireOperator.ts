import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'

/**
 * Lets nobody but the gateway's operator through.
 * @param account who signed the request
 * @param does what only the operator does, for the message
 * @throws AUTH_FORBIDDEN
 */
export function requireOperator(account: Address, { operator }: Pick<GatewayDeps, 'operator'>, does: string): void {
  const address = operator.address.toLowerCase()
  if (account !== address) {
    throw new OpenLedgerError(gatewayErrors.AUTH_FORBIDDEN, `Only the operator ${address} ${does}.`)
  }
}
