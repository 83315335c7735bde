import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import type { Database } from '@openledger/db/database.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq } from 'drizzle-orm'
import type { ChannelState, KeyState } from './channelState.ts'
import type { StepWrites } from './step.ts'

/** A channel as the tables have it, without keys; undefined for one that isn't on chain. */
export async function readChannel(db: Database, channelId: Hash32): Promise<ChannelState | undefined> {
  const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId))
  if (channel === undefined) return undefined
  const { signer, signerCap, signerExpiry, deposit, withdrawalAmount, reserved, used, lastSequence } = channel
  const [last] = await db
    .select({ receipt: receipts.receipt })
    .from(receipts)
    .where(and(eq(receipts.channelId, channelId), eq(receipts.sequence, lastSequence)))
  const lastTime = last === undefined ? 0n : receiptSchema.parse(last.receipt).time
  const fromChain = { signer, signerCap, signerExpiry, deposit, withdrawalAmount }
  return { channelId, ...fromChain, reserved, used, lastSequence, lastTime, keys: new Map() }
}

/** A channel's key; undefined for one that isn't known. */
export async function readKey(db: Database, keyId: string): Promise<KeyState | undefined> {
  const { id, budget, models, requestsPerMinute, tokensPerMinute, reserved, used } = apiKeys
  const columns = { id, budget, models, requestsPerMinute, tokensPerMinute, reserved, used }
  const [key] = await db.select(columns).from(apiKeys).where(eq(apiKeys.id, keyId))
  return key
}

/** Whether the very step that was sent to the tables is in them: its calls are there, or its call has ended with its receipt. */
export async function isStepWritten(db: Database, { opened, ended, billed }: StepWrites): Promise<boolean> {
  // Calls that are opened together are written together: the first stands for all.
  const callId = opened?.[0]?.callId ?? ended?.callId
  if (callId === undefined) return false
  const [call] = await db
    .select({ status: calls.status, signature: receipts.signature })
    .from(calls)
    .leftJoin(receipts, eq(receipts.callId, calls.callId))
    .where(eq(calls.callId, callId))
  if (call === undefined) return false
  return opened !== undefined || (call.status === ended?.status && call.signature === (billed?.signature ?? null))
}
