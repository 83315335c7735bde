import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Database } from '@openledger/db/database.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { gt, sql } from 'drizzle-orm'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { addPasskey } from './addPasskey.ts'
import { signInErrors } from './errors.ts'
import { sealKey } from './sealKey.ts'
import type { NewPasskey } from './verifyRegistration.ts'

/** Accounts that are made with passkeys in an hour: anybody may, and each is kept for good. */
const ACCOUNTS_PER_HOUR = 1_000
const HOUR_ms = 3_600_000

/**
 * Makes an account for a person without a wallet: a new key, sealed, and the passkey that opens it. Both or neither.
 *
 * @param made.boundTo the user handle that the passkey was made under
 * @throws ACCOUNTS_TOO_MANY, PASSKEY_EXISTS
 */
export async function createKeptAccount(
  transaction: Pick<Database, 'execute' | 'insert' | '$count'>,
  deps: Pick<GatewayDeps, 'accountSecret' | 'clock'>,
  { boundTo, ...made }: NewPasskey & { readonly name: string },
  perHour = ACCOUNTS_PER_HOUR,
): Promise<Address> {
  const createdAt = new Date(deps.clock.now())
  // One at a time, so that those who come together are counted together.
  await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtext('kept accounts'))`)
  const since = new Date(createdAt.getTime() - HOUR_ms)
  if ((await transaction.$count(keptAccounts, gt(keptAccounts.createdAt, since))) >= perHour) {
    throw new OpenLedgerError(signInErrors.ACCOUNTS_TOO_MANY, `${perHour} accounts were made in the last hour.`, {
      details: { retryAfter_s: 60 },
    })
  }
  const privateKey = generatePrivateKey()
  const account = toAddress(privateKeyToAccount(privateKey).address)
  const sealed = sealKey(deps.accountSecret, account, privateKey)
  await transaction.insert(keptAccounts).values({ account, userHandle: boundTo, privateKey: sealed, createdAt })
  await addPasskey(transaction, { ...made, account, createdAt })
  return account
}
