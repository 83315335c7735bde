import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { draftSchema } from '@openledger/core/api/datanets.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { jsonl, prepareBatch, submit, upload } from './contribution.ts'
import { signedRequest } from './requests.ts'
import type { Stack } from './stack.ts'

/** Somebody with ether and nothing else. */
export type Person = { readonly account: LocalAccount; readonly address: Address; readonly wallet: UserWallet }

/** A fresh account of the development chain. */
export async function makePerson(stack: Stack): Promise<Person> {
  const account = privateKeyToAccount(generatePrivateKey())
  const address = toAddress(account.address)
  await fundDevAccount({ rpcUrl: stack.anvil.rpcUrl, account: address })
  return { account, address, wallet: createUserWallet({ chain: stack.chain, account }) }
}

/** A Datanet of somebody, known to the gateway. */
export async function makeDatanet(stack: Stack, owner: Person, slug: string): Promise<Hex32> {
  const { datanetId } = await createDatanet(owner.wallet, {
    slug,
    treasury: owner.address,
    rateBps: 1_000,
    termsHash: `0x${'1'.repeat(64)}`,
    metadataHash: `0x${'1'.repeat(64)}`,
  })
  await stack.indexer.sync()
  return datanetId
}

/** Contributes records and uploads them. */
export async function bringRecords(stack: Stack, datanetId: Hex32, who: Person, contents: readonly object[]) {
  const batch = await prepareBatch(stack, datanetId, who.account, contents)
  const contributionId = await submit(stack, batch)
  const answer = await upload(stack, contributionId, jsonl(batch.lines))
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.json))
  return { ...batch, contributionId, commitments: batch.body.commitments }
}

/** Publishes what was accepted as the next version. */
export async function publishNext(stack: Stack, datanetId: Hex32, owner: Person) {
  const answer = await signedRequest(stack.url, owner.account, 'GET', `/v1/datanets/${datanetId}/draft`)
  const draft = draftSchema.parse(answer.json)
  await publishVersion(owner.wallet, draft)
  await stack.indexer.sync()
  return draft
}
