import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { idempotencyKeys } from '@openledger/db/schema/idempotencyKeys.ts'
import type { Idempotency } from './readIdempotency.ts'

/** Gives a call just reserved the request's name, also in place of one that failed. */
export async function nameCall(
  transaction: Database,
  apiKeyId: string,
  { key, requestHash }: Idempotency,
  callId: Hash32,
): Promise<void> {
  await transaction
    .insert(idempotencyKeys)
    .values({ apiKeyId, idempotencyKey: key, requestHash, callId })
    .onConflictDoUpdate({ target: [idempotencyKeys.apiKeyId, idempotencyKeys.idempotencyKey], set: { callId } })
}
