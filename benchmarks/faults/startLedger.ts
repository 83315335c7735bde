import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Anvil, startAnvil } from '@openledger/chain/anvil/startAnvil.ts'
import { setApprovedCodeCall } from '@openledger/chain/calls/settlementCalls.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { deployContracts } from '@openledger/chain/deploy/deployContracts.ts'
import { deployParamsSchema } from '@openledger/chain/deploy/deployParams.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { makeRules } from '@openledger/core/rules/rules.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import type { ChainDatanet } from '@openledger/core/verify/chainReader.ts'
import { createPublicClient, createWalletClient, http } from 'viem'
import type { LocalAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { changeHands, changeHandsAgain, type Estate, nameCurators } from './changeHands.ts'
import { enterOperator } from './enterOperator.ts'
import { instantWallet } from './instantWallet.ts'
import type { Ledger } from './ledger.ts'
import { makeDatanet } from './makeDatanet.ts'
import { makeModel, readFacts, there } from './makeModel.ts'
import { at, FAR, people } from './people.ts'
import { writeTraining } from './training.ts'

const OPEN = 10n ** 18n

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
    holder: toAddress(people.operator.address),
    owner: toAddress(people.operator.address),
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
    const known = wallets.get(account.address) ?? instantWallet(chain, account)
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
  await operator.send(setApprovedCodeCall(addresses, RULES_CODE_HASH, true), 'Approving the code')
  const channels = await enterOperator(wallet, people.operator)
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
    operator: people.operator,
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
      operator: operator.address,
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
