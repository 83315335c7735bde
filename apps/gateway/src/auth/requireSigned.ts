import type { Address } from '@openledger/core/api/primitives.ts'
import { REQUEST_MAX_AGE_S, verifyRequest } from '@openledger/core/eip712/signedRequest.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { requestNonces } from '@openledger/db/schema/requestNonces.ts'
import { lt } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'

/**
 * Who signed a request. Its nonce is used up by this, whatever becomes of the request.
 *
 * @param body - the bytes as they arrived
 * @throws REQUEST_AUTHORIZATION_MALFORMED, REQUEST_EXPIRED, SIGNATURE_*, REQUEST_REPLAYED
 */
export async function requireSigned(
  deps: Pick<GatewayDeps, 'db' | 'chain' | 'clock'>,
  request: Request,
  body: Uint8Array,
): Promise<Address> {
  const url = new URL(request.url)
  const now = Math.floor(deps.clock.now() / 1000)
  const { account, nonce, issuedAt } = await verifyRequest({
    header: request.headers.get('authorization') ?? '',
    method: request.method,
    path: url.pathname + url.search,
    body,
    chainId: deps.chain.chainId,
    now,
  })
  await deps.db.delete(requestNonces).where(lt(requestNonces.expiresAt, new Date(deps.clock.now())))
  const expiresAt = new Date((issuedAt + REQUEST_MAX_AGE_S + 1) * 1000)
  const kept = await deps.db
    .insert(requestNonces)
    .values({ account, nonce, expiresAt })
    .onConflictDoNothing()
    .returning()
  if (kept.length === 0)
    throw new OpenLedgerError(gatewayErrors.REQUEST_REPLAYED, 'This signed request was received before.')
  return account
}
