import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { grantAccessCall, publishVersionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { contribute, createKeptActor, createOpenLedger, prepareContribution } from '@openledger/sdk/index.ts'
import type { LocalAccount } from 'viem'
import type { World } from './makeWorld.ts'
import type { Stack } from './startStack.ts'
import { until } from './until.ts'

const DOCUMENT = {
  kind: 'document',
  title: 'Hollin light',
  text: 'The lighthouse on Hollin head shows two red flashes every nine seconds.',
  url: 'https://example.org/l',
}

/**
 * Has a Datanet of an account without a wallet earn: a contributor brings a record, the owner publishes and grants
 * through the gateway, a developer registers a model on it, an app asks, an epoch is posted.
 *
 * @returns the epoch's number
 */
export async function earnFromDatanet(
  { gatewayUrl, rpcUrl }: Stack,
  world: World,
  datanet: {
    readonly datanetId: `0x${string}`
    readonly owner: { readonly account: Address; readonly token: string }
    readonly contributor: LocalAccount
    readonly developer: LocalAccount
  },
): Promise<number> {
  const { datanetId, owner, contributor, developer } = datanet
  const ledger = await createOpenLedger({ gatewayUrl, account: contributor })
  const { info } = ledger
  const prepared = await prepareContribution({ info, datanetId, account: contributor, contents: [DOCUMENT] })
  await contribute(ledger, prepared)
  const client = await createOpenLedger({ gatewayUrl, session: owner.token })
  const authenticator = { get: () => Promise.reject(new Error('no passkey is needed for these')) }
  const actor = createKeptActor({ client, authenticator, account: owner.account, pending: memoryStore() })
  const { root, count, dataHash, previousRoot } = await client.getDraft(datanetId)
  const version = { datanetId, root, count, dataHash, previousRoot }
  await actor.send(publishVersionCall(info.addresses, version), 'Publishing')
  for (const { address } of [contributor, developer]) await fundDevAccount({ rpcUrl, account: toAddress(address) })
  const terms = { termsHash: hashText('terms'), expiry: 4_102_444_800n, minDataShareBps: 4_000, minOutputPrice: 1n }
  const grant = { datanetId, developer: toAddress(developer.address), ...terms }
  await actor.send(grantAccessCall(info.addresses, grant), 'Granting')
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const name = 'north-helper'
  await registerModel(createUserWallet({ chain, account: developer }), {
    ...{ name, baseHash: info.baseModel.hash, ...UNTRAINED, retrievalVersions: [root] },
    ...{ inputPrice: 10n ** 13n, outputPrice: 4n * 10n ** 13n, split: DEFAULT_SPLIT },
  })
  const known = async () => ((await ledger.listModels()).data.some(({ id }) => id === name) ? true : undefined)
  await until('the model', known)
  const content = 'How often does the lighthouse on Hollin head flash?'
  const response = await fetch(`${gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, max_tokens: 24, messages: [{ role: 'user', content }] }),
  })
  if (!response.ok) throw new Error(`${name} answered with status ${response.status}: ${await response.text()}`)
  return world.closeEpoch()
}

function memoryStore() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}
