import { createLock } from '@openledger/chain/publisher/lock.ts'
import type { Address } from '@openledger/core/api/primitives.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { eq } from 'drizzle-orm'
import { privateKeyToAccount } from 'viem/accounts'
import { findKeptAccount } from '../auth/findKeptAccount.ts'
import { unsealKey } from '../auth/sealKey.ts'
import type { GatewayDeps, KeptPublisher } from '../gatewayDeps.ts'

/** Who sends with kept keys: one at a time for each account, however many ask. */
export type KeptSenders = {
  /** Runs a piece of work with the account's publisher, after those that came before. @throws ACCOUNT_NOT_KEPT */
  readonly sendWith: <T>(account: Address, work: (publisher: KeptPublisher) => Promise<T>) => Promise<T>
}

/** Opens kept keys for as long as something is sent with them; what a chain forgot is sent again at the first use. */
export function createKeptSenders(deps: Pick<GatewayDeps, 'db' | 'accountSecret' | 'publisherOf'>): KeptSenders {
  const inUse = new Map<Address, { readonly locked: ReturnType<typeof createLock>; users: number }>()
  const open = async (account: Address): Promise<KeptPublisher> => {
    const [row] = await deps.db.select().from(keptAccounts).where(eq(keptAccounts.account, account))
    const { privateKey } = row ?? (await findKeptAccount(deps.db, account))
    const publisher = deps.publisherOf(privateKeyToAccount(unsealKey(deps.accountSecret, account, privateKey)))
    await publisher.reconcile()
    return publisher
  }
  return {
    async sendWith(account, work) {
      const turn = inUse.get(account) ?? { locked: createLock(), users: 0 }
      inUse.set(account, turn)
      turn.users++
      try {
        return await turn.locked(async () => work(await open(account)))
      } finally {
        turn.users--
        if (turn.users === 0) inUse.delete(account)
      }
    },
  }
}
