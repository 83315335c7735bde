import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import { registerValidator } from '@openledger/chain/actions/registerValidator.ts'
import { requestReexecution } from '@openledger/chain/actions/requestReexecution.ts'
import { stake } from '@openledger/chain/actions/stake.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import type { WeightsStore } from '@openledger/chain/committee/memberStep.ts'
import { readRequest } from '@openledger/chain/committee/openRequests.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher } from '@openledger/chain/publisher/createPublisher.ts'
import { createFileJournal } from '@openledger/chain/publisher/fileJournal.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { createSealKey } from '@openledger/core/committee/sealBox.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import { stakeSubject } from '@openledger/core/ids/stakePoolAddress.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { loadManifest, loadPublished } from '@openledger/core/verify/loadPublished.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { eq } from 'drizzle-orm'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { attributeCalls } from '../src/attribution/attributeCalls.ts'
import { giveContents } from '../src/committee/giveContents.ts'
import { type ValidatorDeps, validateOnce } from '../src/committee/validateOnce.ts'
import { runEpoch } from '../src/epoch/runEpoch.ts'
import { accounts, addressOf } from './accounts.ts'
import { createFixtureDatanet } from './fixtureDatanet.ts'
import { registerFixtureModel, trainFixture } from './fixtureModel.ts'
import { openTestChannel, payCall, type TestChannel } from './payCall.ts'
import { type Stack, startStack } from './stack.ts'

const OPEN = 10n ** 18n
const W = 10n ** 18n
const OUTCOME = { stands: 6, moved: 7 } as const
const never = new AbortController().signal
const mnemonic = 'test test test test test test test test test test test junk'

let stack: Stack
let channel: TestChannel
let modelId: Hex32
let secondId: Hex32
let facts: Awaited<ReturnType<typeof createFixtureDatanet>>
let validators: ValidatorDeps[]

/** A validator as a process of its own would have it: key, journal, kept weights. */
async function openValidator(index: number): Promise<ValidatorDeps> {
  const { chain, deps, dataStore, root } = stack
  const account = mnemonicToAccount(mnemonic, { addressIndex: index })
  const wallet = createUserWallet({ chain, account })
  const treasury = createUserWallet({ chain, account: accounts.deployer })
  const sealKey = await createSealKey()
  await fundDevAccount({ rpcUrl: chain.rpcUrl, account: wallet.address })
  await transferOpen(treasury, { to: wallet.address, balanceAtLeast: 5_000n * OPEN })
  await stake(wallet, { subject: stakeSubject(wallet.address), stakeTotal: 2_000n * OPEN })
  await registerValidator(wallet, { encryptionKey: sealKey.publicKey })
  const folder = await mkdtemp(join(tmpdir(), 'openledger-validator-'))
  const journal = await createFileJournal(join(folder, 'journal.json'))
  const kept = new Map<Hex32, readonly bigint[]>()
  const weights: WeightsStore = {
    get: async (id) => kept.get(id),
    put: async (id, list) => void kept.set(id, list),
  }
  return {
    chain,
    publisher: createPublisher({
      journal,
      account,
      client: chain.client,
      chainId: chain.chainId,
      logger: silentLogger,
    }),
    account,
    sealKey,
    store: dataStore,
    weights,
    chainReader: deps.chainReader,
    engine: deps.engine,
    trainer: { ...deps.trainer, python: join(root, '.venv/bin/python') },
    baseModel: deps.baseModel,
    modelsDir: deps.modelsDir,
    logger: deps.logger,
    signal: never,
  }
}

beforeAll(async () => {
  stack = await startStack({ committeeSize: 3, committeeStep_s: 600 })
  facts = await createFixtureDatanet(stack)
  const trained = await trainFixture(stack, facts.version)
  modelId = await registerFixtureModel(stack, trained.result)
  secondId = await registerFixtureModel(stack, trained.result, 'coder again')
  channel = await openTestChannel(stack)
  validators = []
  for (const index of [10, 11, 12]) validators.push(await openValidator(index))
}, 900_000)
afterAll(async () => stack?.stop())

/** Posts the next epoch with one call; `lie` changes its stored attribution before. */
async function postCall(number: bigint, asked: Parameters<typeof payCall>[2], lie?: (callId: Hex32) => Promise<void>) {
  const record = facts.records[Number(number) - 1]
  const { callId } = await payCall(stack, channel, asked, record?.content.prompts[0] ?? '')
  await attributeCalls(stack.deps, { signal: never })
  await lie?.(callId)
  const row = await runEpoch(stack.deps, number, { signal: never })
  const epoch = epochSchema.parse(row.epoch)
  const { chainId, settlement, dataStore, chainReader, operator } = stack.deps
  const before = number === 1n ? undefined : await chainReader.postedEpoch(operator, number - 1n)
  const previousData = before?.epoch.dataCommitment ?? null
  const manifest = await loadManifest(dataStore, epoch, { chainId, settlement, previousData })
  return { callId, epoch, leaves: (await loadPublished(dataStore, manifest)).leaves }
}

/** Asks for a call, has the chain go on, and lets everybody work until the request has ended. */
async function judge(posted: Awaited<ReturnType<typeof postCall>>, look = validateOnce) {
  const { chain, deps } = stack
  const requester = createUserWallet({ chain, account: accounts.payer })
  const { requestId } = await requestReexecution(requester, posted)
  expect(await requestReexecution(requester, posted)).toEqual({ status: 'already', requestId })
  await callRpc(chain.rpcUrl, 'anvil_mine', ['0x6'])
  for (let round = 0; round < 12; round++) {
    for (const validator of validators) await look(validator)
    await giveContents(deps)
    const request = await readRequest({ client: chain.client, addresses: chain.addresses }, requestId)
    if (request.stage === 'done') return request
  }
  throw new Error('the committee did not end')
}

test('an honest call of two models stands, though a member is killed before and after each of its steps', async () => {
  const posted = await postCall(1n, [
    { modelId, scalePpm: 600_000 },
    { modelId: secondId, scalePpm: 400_000 },
  ])
  const points = ['weighed', 'kept', 'before commit', 'after commit', 'before reveal', 'after reveal']
  const died: string[] = []
  const dying = async (validator: ValidatorDeps) => {
    const reached = (point: string) => {
      if (validator !== validators[0] || died.includes(point)) return
      died.push(point)
      throw new Error(`killed at ${point}`)
    }
    try {
      return await validateOnce({ ...validator, reached })
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('killed at'))) throw error
      return []
    }
  }
  const request = await judge(posted, dying)
  expect(died).toEqual(points)
  expect(request).toMatchObject({ outcome: OUTCOME.stands, stage: 'done' })
  const { committee, settlement, staking } = stack.chain
  expect(request.members.toSorted()).toEqual(validators.map(({ account }) => toAddress(account.address)).toSorted())
  const events = await committee.getEvents.WeightsRevealed({ requestId: request.requestId }, { fromBlock: 0n })
  const own = posted.leaves.attributions.map(({ weight }) => weight)
  expect(events.map(({ args }) => args.weights)).toEqual([own, own, own])
  expect(await settlement.read.epochCount([addressOf('operator')])).toBe(1n)
  for (const member of request.members)
    expect((await staking.read.stateOf([stakeSubject(member)])).stake).toBe(2_000n * OPEN)
}, 300_000)

test('an operator that gives a record what another earned is convicted: epoch void, bond and stake slashed', async () => {
  const { db } = stack.deps
  const { chain } = stack
  const operator = createUserWallet({ chain, account: accounts.operator })
  const subject = stakeSubject(operator.address)
  await stake(operator, { subject, stakeTotal: 100n * OPEN })
  const posted = await postCall(2n, modelId, async (callId) => {
    const [row] = await db.select().from(attributions).where(eq(attributions.callId, callId))
    const entries = attributionEntriesSchema.parse(row?.entries)
    const [top] = entries.toSorted((a, b) => (a.weight < b.weight ? 1 : -1))
    const favoured = facts.records.find(({ commitment }) => !entries.some((entry) => entry.commitment === commitment))
    if (top === undefined || favoured === undefined) throw new TypeError('nothing to lie about')
    const lie = [{ ...top, commitment: favoured.commitment, weight: W }]
    await db
      .update(attributions)
      .set({ entries: z.encode(attributionEntriesSchema, lie) })
      .where(eq(attributions.callId, callId))
  })
  const payer = addressOf('payer')
  const before = await chain.openToken.read.balanceOf([payer])
  const request = await judge(posted)
  expect(request.outcome).toBe(OUTCOME.moved)
  expect(await chain.settlement.read.epochCount([operator.address])).toBe(1n)
  expect((await chain.staking.read.stateOf([subject])).stake).toBe(70n * OPEN)
  const [slashed] = await chain.bondVault.getEvents.BondSlashed({ challenger: payer }, { fromBlock: 0n })
  const reward = slashed?.args.reward ?? 0n
  expect(reward > 0n).toBe(true)
  expect(await chain.openToken.read.balanceOf([payer])).toBe(before - 3n * OPEN + reward)
  // The first epoch, which stands, goes on to be final.
  const [, , finalizesAt] = await chain.settlement.read.epochOf([operator.address, 1n])
  await moveTime({ rpcUrl: chain.rpcUrl, time: Number(finalizesAt) + 1 })
  expect(await chain.committee.read.heldUntil([operator.address, 1])).toBe(0n)
}, 300_000)
