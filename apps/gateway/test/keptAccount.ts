import { randomUUID } from 'node:crypto'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { sealKey } from '../src/auth/sealKey.ts'
import { signIn } from './requests.ts'
import type { Stack } from './stack.ts'

/** A new account as the gateway keeps it, signed in. */
export async function newKept({ db, deps, url }: Stack): Promise<{ account: Address; token: string }> {
  const key = generatePrivateKey()
  const owner = privateKeyToAccount(key)
  const account = toAddress(owner.address)
  const privateKey = sealKey(deps.accountSecret, account, key)
  await db.insert(keptAccounts).values({ account, userHandle: randomUUID(), privateKey, createdAt: new Date() })
  return { account, token: (await signIn(url, owner)).token }
}
