import type { Passkey } from '@openledger/core/api/passkeys.ts'
import { type RequestOptions, transportSchema } from '@openledger/core/api/webauthn.ts'
import type { passkeys } from '@openledger/db/schema/passkeys.ts'

/** A passkey as the API says it. */
export function toApiPasskey(row: typeof passkeys.$inferSelect): Passkey {
  return {
    passkeyId: row.id,
    name: row.name,
    backedUp: row.backedUp,
    createdAt: Math.floor(row.createdAt.getTime() / 1000),
    lastUsedAt: row.lastUsedAt === null ? null : Math.floor(row.lastUsedAt.getTime() / 1000),
  }
}

/** A passkey as browsers look for it (PublicKeyCredentialDescriptorJSON). */
export function toDescriptor(row: typeof passkeys.$inferSelect): RequestOptions['allowCredentials'][number] {
  const transports = transportSchema.array().parse(row.transports)
  return { id: row.id, type: 'public-key', ...(transports.length === 0 ? {} : { transports }) }
}
