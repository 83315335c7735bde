import { createSigner } from '@openledger/core/api/keys.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { sessionSigners } from '@openledger/db/schema/sessionSigners.ts'
import { asc, eq, sql } from 'drizzle-orm'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { sealKey } from '../../auth/sealKey.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/signers: the account's session signer, made at the first request. */
export const handler = defineHandler(createSigner, async ({ account, deps }) => {
  return deps.db.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`signer:${account}`}))`)
    const [known] = await transaction
      .select({ address: sessionSigners.address })
      .from(sessionSigners)
      .where(eq(sessionSigners.account, account))
      .orderBy(asc(sessionSigners.createdAt))
      .limit(1)
    if (known !== undefined) return { signer: known.address }
    const privateKey = generatePrivateKey()
    const address = toAddress(privateKeyToAccount(privateKey).address)
    await transaction
      .insert(sessionSigners)
      .values({ address, account, privateKey: sealKey(deps.sealingSecret, address, privateKey) })
    return { signer: address }
  })
})
