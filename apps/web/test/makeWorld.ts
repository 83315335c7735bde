import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { DEFAULT_SPLIT } from '@openledger/core/payout/splitFee.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { contribute, createOpenLedger, openCredit, prepareContribution, signIn } from '@openledger/sdk/index.ts'
import { type LocalAccount, parseEther } from 'viem'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import type { Stack } from './startStack.ts'
import { until } from './until.ts'

/** anvil's first account, whose words are in Foundry's manual. */
const FAUCET = 'test test test test test test test test test test test junk'

/** What the contributor brings: short, so that a model on one core reads them quickly. */
const DOCUMENTS = [
  [
    'Skerry light',
    'The lighthouse on Skerry rock shows three white flashes every twenty seconds. Its keeper is Ada Moor.',
  ],
  [
    'Harbour bell',
    'The bell of Tarn harbour rings twice when fog hides the pier, and once more when the ferry has landed.',
  ],
  [
    'Tide table',
    'High water at Tarn comes fifty minutes later each day. The pilot adds ten minutes when the wind is from the north.',
  ],
] as const

/** A question that the first document answers. */
export const QUESTION = 'How often does the lighthouse on Skerry rock flash?'

/** What the tests ask and look at. */
export type World = {
  readonly apiKey: string
  readonly datanetId: string
  readonly baseModel: string
  readonly retrievalModel: string
  readonly embeddingModel: string
  readonly contributor: string
  /** Token of a session of the contributor's. */
  readonly contributorToken: string
  /** Session of who owns the Datanet. */
  readonly owner: { readonly token: string; readonly account: string }
  /** Token of a session of who pays for the API key's calls. */
  readonly payerToken: string
  /** Token of a session of the gateway's operator. */
  readonly operator: string
  /** Closes an epoch over all calls so far; answers its number once it is posted. */
  readonly closeEpoch: () => Promise<number>
}

/** A Datanet with a version, the base and the embedding model, a model that retrieves from the version, and a paid-up API key. */
export async function makeWorld({ gatewayUrl, rpcUrl, home }: Stack): Promise<World> {
  const { info } = await createOpenLedger({ gatewayUrl })
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const actor = async (account: LocalAccount) => {
    await fundDevAccount({ rpcUrl, account: toAddress(account.address) })
    const wallet = createUserWallet({ chain, account })
    return { account, wallet, ledger: await createOpenLedger({ gatewayUrl, account }) }
  }
  const someone = () => actor(privateKeyToAccount(generatePrivateKey()))
  const keyFile = z
    .object({ privateKey: z.string() })
    .parse(JSON.parse(await readFile(join(home, 'keys', 'operator.json'), 'utf8')))
  const operator = await actor(privateKeyToAccount(keyFile.privateKey as `0x${string}`))
  const [owner, contributor, developer, app] = [await someone(), await someone(), await someone(), await someone()]

  const { datanetId } = await createDatanet(owner.wallet, {
    slug: 'coast-notes',
    treasury: toAddress(owner.account.address),
    rateBps: 1_000,
    termsHash: hashText('terms'),
    metadataHash: hashText('coast-notes'),
  })
  await until('the Datanet', () => owner.ledger.getDatanet(datanetId).catch(() => undefined))
  const contents = DOCUMENTS.map(([title, text]) => ({
    kind: 'document',
    title,
    text,
    url: 'https://example.org/coast',
  }))
  const prepared = await prepareContribution({ info, datanetId, account: contributor.account, contents })
  await contribute(contributor.ledger, prepared)
  const { root, count, dataHash, previousRoot } = await owner.ledger.getDraft(datanetId)
  await publishVersion(owner.wallet, { datanetId, root, count, dataHash, previousRoot })
  await until('the version', async () => (await owner.ledger.getDatanet(datanetId)).versions[0])
  await grantAccess(owner.wallet, {
    datanetId,
    developer: toAddress(developer.account.address),
    termsHash: hashText('terms'),
    expiry: 4_102_444_800n,
    minDataShareBps: 4_000,
    minOutputPrice: 1n,
  })

  const bare = {
    baseHash: info.baseModel.hash,
    ...UNTRAINED,
    retrievalVersions: [],
    inputPrice: 10n ** 13n,
    outputPrice: 4n * 10n ** 13n + 7n,
  }
  const split = { burn: 200, operator: 7_800, model: 2_000, stakers: 0, data: 0 }
  await registerModel(operator.wallet, { ...bare, name: info.baseModel.id, split })
  const { embeddingModel } = info
  if (embeddingModel === null) throw new Error('The gateway has no embedding model.')
  const vectors = { ...bare, name: embeddingModel.id, baseHash: embeddingModel.hash, outputPrice: 0n, split }
  await registerModel(operator.wallet, vectors)
  const retrieving = { ...bare, name: 'coast-helper', split: DEFAULT_SPLIT, retrievalVersions: [root] }
  await registerModel(developer.wallet, retrieving)
  await until('the models', async () => ((await owner.ledger.listModels()).data.length === 3 ? true : undefined))

  const faucet = createUserWallet({ chain, account: mnemonicToAccount(FAUCET) })
  await transferOpen(faucet, { to: toAddress(app.account.address), balanceAtLeast: parseEther('50') })
  const amount = parseEther('10')
  const expiry = BigInt(Math.floor(Date.now() / 1000) + 86_400)
  const { apiKey } = await openCredit(app.ledger, app.wallet, { amount, cap: amount, expiry, name: 'web' })
  return {
    apiKey,
    datanetId,
    baseModel: info.baseModel.id,
    retrievalModel: 'coast-helper',
    embeddingModel: embeddingModel.id,
    contributor: toAddress(contributor.account.address),
    contributorToken: (await signIn(contributor.ledger, contributor.account)).token,
    owner: await signIn(owner.ledger, owner.account),
    payerToken: (await signIn(app.ledger, app.account)).token,
    operator: (await signIn(operator.ledger, operator.account)).token,
    closeEpoch: async () => {
      const { epoch } = await operator.ledger.createEpoch()
      await until('the epoch', async () => {
        const { status } = await operator.ledger.getEpoch(epoch).catch(() => ({ status: 'open' }))
        return status === 'posted' || status === 'final' ? status : undefined
      })
      return epoch
    },
  }
}
