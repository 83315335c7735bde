import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import { type UnkeyedRequest, walletPayer } from '../x402/walletPayer.ts'
import { keyPayer, type Payer } from './payer.ts'
import { readIdempotency } from './readIdempotency.ts'

/**
 * Who pays for a request: the owner of its API key, or a wallet by x402.
 *
 * @throws AUTH_KEY_MISSING, IDEMPOTENCY_KEY_INVALID, REQUEST_INVALID
 */
export async function payerOf(
  request: Omit<UnkeyedRequest, 'cut'> & { readonly key: KeyOwner | undefined; readonly deps: GatewayServices },
): Promise<Payer> {
  const { key, deps, headers, bytes } = request
  if (key !== undefined) return keyPayer(deps, key, readIdempotency(headers, bytes))
  const { x402 } = deps
  if (x402 === undefined) throw new OpenLedgerError(gatewayErrors.AUTH_KEY_MISSING, 'The request carries no API key.')
  return walletPayer({ ...deps, x402 }, { ...request, cut: deps.openCalls.cut })
}
