import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openTokenAbi } from '@openledger/chain/abi/openToken.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { readEvents } from '@openledger/chain/rpc/readEvents.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { eq } from 'drizzle-orm'
import { bytesToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { freshDatabase } from '../../../packages/db/test/freshDatabase.ts'
import { readWallet } from '../src/x402/readWallet.ts'
import { type Stack, startStack, testAccount } from './stack.ts'
import type { killJobSchema } from './x402KillChild.ts'
import { freshWallet, signPayment } from './x402Stack.ts'

/** What the child's call costs at most, and what it costs: 4 tokens read at 3 wei, 4 of at most 9 written at 5. */
const [QUOTE, FEE] = [57n, 32n]
/** All that the wallet has: once it is paid, nothing is left to look at. */
const BALANCE = QUOTE

const folder = mkdtempSync(join(tmpdir(), 'openledger-x402-kill-'))
let stack: Stack
let databaseUrl: string
beforeAll(async () => {
  // Chain and contracts are the stack's; the books are the child's, which opens its house channel with its first run.
  stack = await startStack()
  databaseUrl = await freshDatabase()
  await transferOpen(stack.wallet(0), { to: toAddress(stack.deps.operator.address), balanceAtLeast: 10n ** 19n })
})
afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function run(header: string, killAt: string | null): Promise<{ signal: string | null; outcome: string }> {
  const job: z.input<typeof killJobSchema> = {
    databaseUrl,
    folder,
    rpcUrl: stack.anvil.rpcUrl,
    addresses: stack.deps.chain.addresses,
    operatorKey: bytesToHex(testAccount(1).getHdKey().privateKey ?? new Uint8Array()),
    header,
    killAt,
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'x402KillChild.ts'), JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [outcome, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { signal: signal === null ? null : String(signal), outcome }
}

async function readBooks(wallet: Address) {
  const books = await openDatabase({ url: databaseUrl })
  const { db } = books
  const payments = await db
    .select({ state: x402Payments.state })
    .from(x402Payments)
    .where(eq(x402Payments.wallet, wallet))
  const mine = await readWallet(db, wallet)
  const [channel] = await db.select().from(channels)
  const calls = await db.$count(receipts)
  await books.close()
  return { payments, mine, channel, calls }
}

/** Where one request's processes are killed, one after the other, and what it is told in the end. */
const cases: [string[], string, bigint][] = [
  [
    [
      'received',
      'submitted',
      'payment intent',
      'payment signed',
      'payment recorded',
      'paid',
      'settled',
      'calling',
      'reserved',
      'ended',
      'final',
      'returning',
      'return signed',
      'returned',
    ],
    'repeated',
    FEE,
  ],
  // A transaction that was signed before a kill is broadcast with the next start, so these come in a round of their own.
  [['payment broadcast', 'spent', 'return broadcast'], 'repeated', FEE],
  // Its call died with the process: uncharged, and owed back.
  [['kept', 'final'], 'X402_PAYMENT_SPENT', 0n],
]

test.each(cases)(
  'kill -9 at %s: the same request is then %s, and every wei has its place',
  async (steps, outcome, fee) => {
    const account = await freshWallet(stack, BALANCE)
    const wallet = toAddress(account.address)
    const { openToken } = stack.deps.chain.addresses
    const payTo = toAddress(stack.deps.operator.address)
    const { header } = await signPayment(account, { value: QUOTE, payTo, token: openToken })
    for (const step of steps) expect(await run(header, step), step).toEqual({ signal: 'SIGKILL', outcome: '' })
    expect(await run(header, null)).toEqual({ signal: null, outcome })
    const { payments, mine, channel, calls } = await readBooks(wallet)
    expect(payments).toEqual([{ state: 'final' }])
    const [paid, fees, returned] = [`${QUOTE}`, `${fee}`, `${QUOTE - fee}`]
    expect(mine).toMatchObject({ payments: 1, paid, fees, returned, owed: '0' })
    expect(await stack.chain.openToken.read.balanceOf([wallet])).toBe(BALANCE - fee)
    // The house channel's receipts are those of the payments, without a gap.
    expect(channel).toMatchObject({ reserved: 0n, lastSequence: BigInt(calls), used: FEE * BigInt(calls) })
    const filter = { abi: openTokenAbi, address: openToken, fromBlock: 0n } as const
    const { client } = stack.chain
    const paidBy = { ...filter, eventName: 'AuthorizationUsed', args: { authorizer: wallet } } as const
    const backTo = { ...filter, eventName: 'Transfer', args: { from: payTo, to: wallet } } as const
    expect(await readEvents(client, paidBy)).toHaveLength(1)
    expect(await readEvents(client, backTo)).toHaveLength(1)
  },
  180_000,
)
