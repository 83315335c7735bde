import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { openChannel } from '@openledger/chain/actions/openChannel.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { setPrice } from '@openledger/chain/actions/setPrice.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Anvil, startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { depositBondCall } from '@openledger/chain/calls/bondVaultCalls.ts'
import { registerContributionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { setApprovedCodeCall } from '@openledger/chain/calls/settlementCalls.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { sortVersion, versionDataBytes, versionRoot } from '@openledger/core/data/versionData.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import type { BuildEpochInput } from '@openledger/core/epoch/buildEpoch.ts'
import type { ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashBytes, hashText } from '@openledger/core/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { makeRules } from '@openledger/core/rules/rules.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import type { ChainDatanet, ChainPrice, ChainReader } from '@openledger/core/verify/chainReader.ts'
import { createPublicClient, createWalletClient, http } from 'viem'
import type { LocalAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { changeHands, changeHandsAgain, type Estate, nameCurators } from './changeHands.ts'
import { at, OPERATOR, people } from './people.ts'
import { type TrainingFiles, writeTraining } from './training.ts'

const OPEN = 10n ** 18n
const FAR = 9_999_999_999n

/** A model of the bench's ledger. */
export type ModelName = 'plain' | 'trained' | 'both' | 'retrieving'

/** A real chain with all contracts and a small ledger on it: two Datanets, four models, four channels. */
export type Ledger = {
  readonly anvil: Anvil
  readonly chain: Chain
  readonly folder: string
  readonly base: Omit<BuildEpochInput, 'number' | 'previous' | 'receipts' | 'attributions'>
  readonly models: Readonly<Record<ModelName, ModelFacts>>
  readonly channels: readonly { readonly channelId: Hex32; readonly payer: LocalAccount }[]
  readonly records: {
    readonly trained: readonly Hex32[]
    readonly untrained: readonly Hex32[]
    readonly retrieved: readonly Hex32[]
  }
  readonly wallet: (account: LocalAccount) => UserWallet
  /** Chain time at which calls may be billed at both price versions: of the first epoch's calls. */
  readonly time: bigint
  /** Of all other calls: the model `trained`, a Datanet's curators and a record's income went to others since. */
  readonly laterTime: bigint
}

/** Starts anvil, deploys the real contracts and sets the ledger up. */
export async function startLedger(): Promise<Ledger> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-faults-'))
  const anvil = await startAnvil({ logFile: join(folder, 'anvil.log') })
  try {
    return await setUpLedger(folder, anvil)
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

async function setUpLedger(folder: string, anvil: Anvil): Promise<Ledger> {
  const transport = http(anvil.rpcUrl)
  const params = deployParamsSchema.parse({
    holder: OPERATOR,
    owner: OPERATOR,
    challengeWindow_s: 3600,
    withdrawalDelay_s: 30,
    priceDelay_s: 10,
    minimumBond: (1000n * OPEN).toString(),
    bondShareBps: 1000,
  })
  const addresses = await deployContracts({
    walletClient: createWalletClient({ account: people.operator, chain: foundry, transport }),
    publicClient: createPublicClient({ chain: foundry, transport, pollingInterval: 20 }),
    params,
  })
  const chain = createChain({ rpcUrl: anvil.rpcUrl, chainId: foundry.id, addresses })
  const wallets = new Map<string, UserWallet>()
  const wallet = (account: LocalAccount) => {
    const known = wallets.get(account.address) ?? createUserWallet({ chain, account })
    wallets.set(account.address, known)
    return known
  }
  const operator = wallet(people.operator)
  const medical = await makeDatanet(chain, wallet(at(people.owners, 0)), operator, 'medical', 1_000, 24)
  const licences = await makeDatanet(chain, wallet(at(people.owners, 1)), operator, 'licences', 333, 12)
  const trained = medical.records.slice(0, 20).map((leaf) => leaf.commitment)
  const training = writeTraining([medical.root], trained)
  const { developer, baseOwner } = people
  for (const [owner, datanetId] of [
    [at(people.owners, 0), medical.datanetId],
    [at(people.owners, 1), licences.datanetId],
  ] as const) {
    const grant = { termsHash: hashText('licence'), expiry: FAR, minDataShareBps: 1000, minOutputPrice: 1n }
    await grantAccess(wallet(owner), { datanetId, developer: toAddress(developer.address), ...grant })
  }
  const split = { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 }
  const shape = { training, trainingVersions: [medical.root], retrievalVersions: [licences.root] }
  const none = { training: undefined, trainingVersions: [], retrievalVersions: [] }
  const plain = await makeModel(wallet(baseOwner), 'plain', {
    ...none,
    split: { burn: 200, operator: 4_800, model: 5_000, stakers: 0, data: 0 },
  })
  const parents = [{ ancestor: plain, bps: 1_001 }]
  const tuned = await makeModel(wallet(developer), 'trained', { ...shape, parents, retrievalVersions: [], split })
  const ids = {
    plain,
    trained: tuned,
    both: await makeModel(wallet(developer), 'both', { ...shape, parents: [{ ancestor: tuned, bps: 2_999 }], split }),
    retrieving: await makeModel(wallet(developer), 'retrieving', {
      ...none,
      retrievalVersions: [licences.root],
      split,
    }),
  }
  const channels = []
  for (const payer of people.payers) {
    await transferOpen(operator, { to: toAddress(payer.address), balanceAtLeast: 10_000n * OPEN })
    const limits = { cap: 10_000n * OPEN, expiry: FAR, amount: 5_000n * OPEN }
    const terms = { operator: OPERATOR, signer: toAddress(payer.address), ...limits }
    channels.push({ channelId: (await openChannel(wallet(payer), terms)).channelId, payer })
  }
  await operator.send(setApprovedCodeCall(addresses, RULES_CODE_HASH, true), 'Approving the code')
  await ensureAllowance(operator, addresses.bondVault, 1_000_000n * OPEN)
  await operator.send(depositBondCall(addresses, OPERATOR, 1_000_000n * OPEN), 'Depositing the bond')
  const estate: Estate = {
    datanetId: medical.datanetId,
    datanetOwner: wallet(at(people.owners, 0)),
    modelId: ids.trained,
    modelOwners: [wallet(developer), wallet(at(people.payers, 0))],
    disputer: operator,
    record: at(medical.records, 3),
  }
  await nameCurators(estate)
  const later = async () => {
    await moveTime({ rpcUrl: anvil.rpcUrl, time: (await chainTime(anvil.rpcUrl)) + 20 })
    return BigInt(await chainTime(anvil.rpcUrl))
  }
  const time = await later()
  await later()
  await changeHands(estate)
  const laterTime = await later()
  await later()
  await changeHandsAgain(estate)
  const reader = await createChainReader(chain)
  const block = await chain.client.getBlockNumber()
  const models = {
    plain: await readFacts(reader, ids.plain, block),
    trained: await readFacts(reader, ids.trained, block),
    both: await readFacts(reader, ids.both, block),
    retrieving: await readFacts(reader, ids.retrieving, block),
  }
  const datanets: ChainDatanet[] = []
  for (const { datanetId } of [medical, licences]) datanets.push(there(await reader.datanet(datanetId, block)))
  return {
    anvil,
    chain,
    folder,
    wallet,
    models,
    channels,
    records: {
      trained,
      untrained: medical.records.slice(20).map((leaf) => leaf.commitment),
      retrieved: licences.records.map((leaf) => leaf.commitment),
    },
    time,
    laterTime,
    base: {
      chainId: foundry.id,
      settlement: addresses.settlement,
      operator: OPERATOR,
      models: Object.values(models),
      datanets,
      versions: [medical, licences].map(({ root, datanetId, records }) => ({ root, datanetId, records })),
      logs: [models.trained, models.both].map(({ modelId }) => ({ modelId, ...training.blobs })),
      rules: makeRules({
        exponent: 2,
        influenceThresholds: { [models.trained.indexHash]: 1_000n },
        citationThreshold: 500n,
        units: {},
        reputationPpm: { [toAddress(at(people.contributors, 1).address)]: 1_500_000 },
      }),
    },
  }
}

async function makeDatanet(
  chain: Chain,
  owner: UserWallet,
  relay: UserWallet,
  slug: string,
  rateBps: number,
  count: number,
) {
  const treasury = toAddress(hashText(`${slug} treasury`).slice(0, 42))
  const terms = { slug, treasury, rateBps, termsHash: hashText('licence'), metadataHash: hashText(slug) }
  const { datanetId } = await createDatanet(owner, terms)
  const unsorted = Array.from({ length: count }, (_, i) => ({
    commitment: hashText(`${slug} record ${i}`),
    contributor: toAddress(at(people.contributors, i % 5).address),
  }))
  for (const account of people.contributors) {
    const contributor = toAddress(account.address)
    const commitments = unsorted.filter((leaf) => leaf.contributor === contributor).map((leaf) => leaf.commitment)
    const root = plainRoot(commitments.map(commitmentLeaf))
    const message = { datanetId, contributor, root, count: commitments.length, deadline: FAR }
    const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.datanetRegistry }
    const signature = await account.signTypedData(contributionTypedData(message, domain))
    const signed = { datanetId, contributor, commitments, deadline: FAR, signature }
    await relay.send(registerContributionCall(chain.addresses, signed), 'Registering a contribution')
  }
  const records = sortVersion(unsorted)
  const root = versionRoot(records)
  const version = { datanetId, root, count, dataHash: hashBytes(versionDataBytes(records)), previousRoot: ZERO_HEX32 }
  await publishVersion(owner, version)
  return { datanetId, root, records }
}

async function makeModel(
  owner: UserWallet,
  name: ModelName,
  parts: Pick<ModelFacts, 'trainingVersions' | 'retrievalVersions' | 'split'> & {
    readonly training: TrainingFiles | undefined
    readonly parents?: readonly { readonly ancestor: Hex32; readonly bps: number }[]
  },
): Promise<Hex32> {
  const { training, ...rest } = parts
  const hashes = {
    adapterHash: training === undefined ? ZERO_HEX32 : hashText('adapter'),
    manifestHash: training?.manifestHash ?? ZERO_HEX32,
    logRoot: training?.logRoot ?? ZERO_HEX32,
    indexHash: training === undefined ? ZERO_HEX32 : hashText('index'),
  }
  const first = { inputPrice: 1_000_000_007n, outputPrice: 3_000_000_019n }
  const second = { inputPrice: 1_500_000_001n, outputPrice: 2_000_000_011n }
  const { modelId } = await registerModel(owner, { name, baseHash: hashText('base'), ...hashes, ...rest, ...first })
  await setPrice(owner, { modelId, ...second })
  return modelId
}

/** A model as the verifier reads it, with both its prices. */
async function readFacts(reader: ChainReader, modelId: Hex32, block: bigint): Promise<ModelFacts> {
  const prices = new Map<number, ChainPrice>()
  for (const version of [1, 2]) prices.set(version, there(await reader.price(modelId, version)))
  return { ...there(await reader.model(modelId, block)), prices }
}

/** What the set-up has put on chain. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the chain lacks what the bench has put there')
  return value
}
