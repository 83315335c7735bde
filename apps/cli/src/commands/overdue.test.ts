import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { ensureAllowance } from '@openledger/chain/actions/ensureAllowance.ts'
import { finalizeEpoch } from '@openledger/chain/actions/finalizeEpoch.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { demandCall } from '@openledger/chain/calls/challengesCalls.ts'
import { collectCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import { DEMANDED_TREES } from '@openledger/chain/challenger/encodeChunk.ts'
import { vaultOf } from '@openledger/chain/reader/vaultOf.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { LieContext } from '../../../../benchmarks/faults/lieContext.ts'
import { people } from '../../../../benchmarks/faults/people.ts'
import { prepareEpochs, prepareWatch } from '../../../../benchmarks/faults/prepare.ts'
import { publishBlobs } from '../../../../benchmarks/faults/settleEpoch.ts'
import { startLedger } from '../../../../benchmarks/faults/startLedger.ts'
import type { Command } from '../command.ts'
import { homePaths } from '../home/homePaths.ts'
import { createTerminal } from '../output/terminal.ts'
import { command as answer } from './epochAnswer.ts'
import { command as pay } from './epochPay.ts'
import { command as takeover } from './epochTakeover.ts'
import { command as refund } from './refund.ts'

const OPEN = 10n ** 18n

let context: LieContext
let options: Awaited<ReturnType<typeof prepareWatch>>
beforeAll(async () => {
  context = await prepareEpochs(await startLedger(), 4)
  options = await prepareWatch(context.ledger)
  const { ledger, second } = context
  // The operator publishes its second epoch, collects for it, and is not heard of again.
  await publishBlobs(join(ledger.folder, 'data'), second.blobs)
  for (const [channelId, { cumulative }] of second.next.channels) await collect(channelId, cumulative)
  const bond = { to: watcher(), balanceAtLeast: 10_000n * OPEN }
  await transferOpen(ledger.wallet(people.operator), bond)
})
afterAll(async () => {
  await context.ledger.anvil.stop()
  await rm(context.ledger.folder, { recursive: true, force: true })
})

const watcher = () => toAddress(people.watcher.address)
const operator = () => context.ledger.base.operator

/** Collects a channel's voucher as the operator. */
async function collect(channelId: Hex32, cumulative: bigint): Promise<void> {
  const { chain, channels, wallet } = context.ledger
  const payer = channels.find((channel) => channel.channelId === channelId)?.payer
  if (payer === undefined) throw new Error(`no channel ${channelId}`)
  const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.paymentEscrow }
  const signature = await payer.signTypedData(voucherTypedData({ channelId, cumulative }, domain))
  const voucher = { voucher: { channelId, cumulative }, payer: toAddress(payer.address), signature }
  await wallet(people.operator).send(collectCall(chain.addresses, [voucher]), 'Collecting')
}

/** Moves the chain to `windows` challenge windows after the first collection that no epoch accounts. */
async function wait(windows: bigint): Promise<void> {
  const { chain } = context.ledger
  const [since] = await chain.settlement.read.dueOf([operator()])
  const time = Number(since + windows * (await chain.settlement.read.challengeWindow()))
  if (time > (await chainTime(chain.rpcUrl))) await moveTime({ rpcUrl: chain.rpcUrl, time })
}

/** Runs a command as the watcher; answers its JSON. */
async function run(command: Command, argument: string, values: Readonly<Record<string, boolean>> = {}) {
  let text = ''
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  const code = await command.run({
    values: { ...options.values, as: 'watcher', ...values },
    positionals: [argument],
    terminal: createTerminal({ stdout, stderr: stdout, color: false, interactive: false, width: 100 }),
    paths: homePaths(options.home),
    root: '',
    json: true,
    canAsk: false,
    env: {},
    signal: new AbortController().signal,
  })
  expect(code).toBe(0)
  return z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).parse(JSON.parse(text))
}

const balanceOf = async (account: Address) => context.ledger.chain.openToken.read.balanceOf([account])

test('a stranger derives an overdue epoch, posts it under its own bond, and gets that back', async () => {
  const { ledger, second } = context
  const manifest = second.epoch.dataCommitment
  expect(await run(takeover, manifest, { dry: true })).toMatchObject({ status: 'derived', epochHash: second.epochHash })
  await expect(run(takeover, manifest)).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'NotOperator' },
  })
  await wait(2n)
  const before = await balanceOf(watcher())
  const told = await run(takeover, manifest)
  expect(told).toMatchObject({ status: 'done', number: '2', epochHash: second.epochHash })
  expect(before - (await balanceOf(watcher()))).toBe(BigInt(told['bond'] ?? 0))
  expect(toAddress(await ledger.chain.settlement.read.posterOf([operator(), 2n]))).toBe(watcher())
  expect(await run(takeover, manifest)).toMatchObject({ status: 'already' })

  // Of its epoch, claims included, it answers what is demanded, and is paid for it.
  const { chain } = ledger
  const demander = ledger.wallet(people.baseOwner)
  await transferOpen(ledger.wallet(people.operator), { to: demander.address, balanceAtLeast: OPEN })
  await ensureAllowance(demander, chain.addresses.challenges, OPEN)
  for (const tree of ['credits', 'claims'] as const) {
    const call = demandCall(chain.addresses, second.epoch, DEMANDED_TREES.indexOf(tree), 0)
    await demander.send(call, `Demanding ${tree}`)
  }
  const prepaid = await balanceOf(chain.addresses.challenges)
  expect(await run(answer, '')).toEqual({ answered: 2 })
  expect(await run(answer, '')).toEqual({ answered: 0 })
  expect(prepaid).toBeGreaterThan(0n)
  expect(before - (await balanceOf(watcher())) + prepaid).toBe(BigInt(told['bond'] ?? 0))

  const [, , finalizesAt] = await chain.settlement.read.epochOf([operator(), 2n])
  const heldUntil = await chain.challenges.read.heldUntil([operator(), 2])
  const time = Math.max(Number(finalizesAt), Number(heldUntil)) + 1
  await moveTime({ rpcUrl: chain.rpcUrl, time })
  await finalizeEpoch(ledger.wallet(people.baseOwner), { operator: operator(), number: 2n })
  expect(await balanceOf(watcher())).toBe(before + prepaid)
}, 120_000)

test('anyone pays everybody, in batches, once', async () => {
  const { chain } = context.ledger
  const owed = context.second.epoch.payouts.sum
  const paid = await run(pay, '', { balances: true })
  expect(paid).toMatchObject({ epoch: '2', amount: owed.toString(), accounts: context.second.payouts.length })
  const vault = await vaultOf(chain, operator())
  expect(await balanceOf(vault)).toBe(owed)
  expect((await chain.settlement.read.stateOf([operator()])).claimed).toBe(owed)
  expect(await run(pay, '')).toMatchObject({ accounts: 0, amount: '0', transactions: 0 })
}, 60_000)

test('what nobody settles goes back to the payer, once', async () => {
  const { chain, channels } = context.ledger
  const [{ channelId, payer } = { channelId: undefined, payer: undefined }] = channels
  if (channelId === undefined || payer === undefined) throw new Error('no channel')
  const { collected } = await chain.paymentEscrow.read.channelOf([channelId])
  await collect(channelId, collected + 5n * OPEN)
  await expect(run(refund, channelId)).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'RefundNotDue' },
  })
  await wait(4n)
  const before = await balanceOf(toAddress(payer.address))
  expect(await run(refund, channelId)).toMatchObject({ status: 'done', amount: (5n * OPEN).toString() })
  expect((await balanceOf(toAddress(payer.address))) - before).toBe(5n * OPEN)
  expect(await run(refund, channelId)).toMatchObject({ status: 'already', amount: '0' })
  expect((await chain.paymentEscrow.read.channelOf([channelId])).collected).toBe(collected)
}, 60_000)

test('a manifest of another operator or epoch is refused before anything is sent', async () => {
  const { first } = context
  await expect(run(takeover, first.epoch.dataCommitment)).rejects.toThrow()
  await expect(run(takeover, '0x12')).rejects.toMatchObject({ code: 'CLI_USAGE' })
  await expect(run(refund, '0x12')).rejects.toMatchObject({ code: 'CLI_USAGE' })
}, 60_000)
