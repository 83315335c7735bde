import { setTimeout as sleep } from 'node:timers/promises'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq } from 'drizzle-orm'
import type { PrivateKeyAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createGateway } from '../src/createGateway.ts'
import { createX402Chain } from '../src/x402/createX402Chain.ts'
import type { X402Options } from '../src/x402/x402Options.ts'
import { listen, type Stack } from './stack.ts'

export const OPEN = 10n ** 18n

/** A gateway over a stack that takes payments by x402, its house channel open on chain. */
export async function startX402(stack: Stack, more: Partial<X402Options> = {}) {
  const { deps, chain, db, indexer } = stack
  const operator = toAddress(deps.operator.address)
  await transferOpen(stack.wallet(0), { to: operator, balanceAtLeast: 100n * OPEN })
  const x402Options: X402Options = {
    chain: createX402Chain(chain),
    float: OPEN,
    returnMinimum: 1n,
    openMax: 64,
    unusedAfter_s: 3_600,
    timeout_s: 120,
    finalityDepth: 0,
    sweepEvery_ms: 100,
    ...more,
  }
  const gateway = await createGateway({ ...deps, x402Options })
  const house = async () => {
    await indexer.sync()
    const [row] = await db
      .select({ channel: channels })
      .from(channels)
      .innerJoin(apiKeys, eq(apiKeys.channelId, channels.channelId))
      .where(eq(apiKeys.name, 'x402'))
    return row?.channel
  }
  for (let tries = 0; (await house()) === undefined; tries++) {
    if (tries === 200) throw new Error('The house channel was not opened.')
    await sleep(100)
  }
  const server = await listen(gateway.app.fetch)
  return {
    url: server.url,
    operator,
    house,
    options: x402Options,
    close: async () => {
      server.close()
      await gateway.close({ patience_ms: 0 })
    },
  }
}

/** A fresh wallet with OPEN, and no ether: whoever pays by x402 needs none. */
export async function freshWallet(stack: Stack, balance: bigint): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  if (balance > 0n) await transferOpen(stack.wallet(0), { to: toAddress(account.address), balanceAtLeast: balance })
  return account
}
