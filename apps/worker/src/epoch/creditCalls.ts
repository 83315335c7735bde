import { type Receipt, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { factOf, type ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import { payReceipt, type RecordHolder } from '@openledger/core/epoch/payReceipt.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import type { Credit } from '@openledger/core/payout/payCall.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainDatanet, ChainPrice } from '@openledger/core/verify/chainReader.ts'
import type { AttributionEntry } from '@openledger/core/weights/attributionWeights.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { callCredits } from '@openledger/db/schema/callCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, asc, eq, inArray, isNotNull, isNull, not, notInArray, or, sql } from 'drizzle-orm'
import { paysData } from '../attribution/pendingCalls.ts'
import type { WorkerDeps } from '../workerDeps.ts'

/** Calls of one run. */
const CALLS = 100

type CreditDeps = Pick<WorkerDeps, 'db' | 'chain' | 'chainReader' | 'operator' | 'logger'>

/**
 * Derives what attributed calls brought before an epoch accounts them, so that it can be shown as pending: by core's
 * `payReceipt`, as the epoch does, from what the registries say of the receipt's time, once that is past. Moves no money.
 *
 * @returns how many calls were credited
 */
export async function creditCalls(deps: CreditDeps): Promise<number> {
  const { db } = deps
  await dropFinal(deps)
  const rows = await db
    .select({ callId: receipts.callId, receipt: receipts.receipt, entries: attributions.entries })
    .from(receipts)
    .leftJoin(attributions, eq(attributions.callId, receipts.callId))
    .leftJoin(epochs, eq(epochs.number, receipts.epoch))
    .where(
      and(
        isNull(receipts.creditedAt),
        or(isNull(epochs.status), notInArray(epochs.status, ['posted', 'final'])),
        or(isNotNull(attributions.callId), not(paysData(db))),
      ),
    )
    .orderBy(asc(receipts.createdAt), asc(receipts.callId))
    .limit(CALLS)
  if (rows.length === 0) return 0
  const next = await deps.chain.nextTime()
  const read = await factReader(deps)
  let credited = 0
  for (const { callId, receipt: stored, entries } of rows) {
    const receipt = receiptSchema.parse(stored)
    // Until its time is past on chain, what holds at it may still change.
    if (receipt.time >= next) continue
    const { credits } = await payOne(deps, read, receipt, attributionEntriesSchema.parse(entries ?? []))
    await store(deps, callId, credits)
    credited += 1
  }
  return credited
}

/** What a final epoch accounts is not pending any more. */
async function dropFinal({ db }: CreditDeps): Promise<void> {
  await db.execute(sql`
    DELETE FROM ${callCredits} USING ${receipts}, ${epochs}
    WHERE ${receipts.callId} = ${callCredits.callId} AND ${epochs.number} = ${receipts.epoch} AND ${epochs.status} = 'final'`)
}

/** Credits and the mark that they are there, together or not at all; a second worker changes nothing. */
async function store({ db }: CreditDeps, callId: Hex32, credits: readonly Credit[]): Promise<void> {
  await db.transaction(async (transaction) => {
    if (credits.length > 0)
      await transaction
        .insert(callCredits)
        .values(credits.map((credit) => ({ callId, ...credit })))
        .onConflictDoNothing()
    await transaction.update(receipts).set({ creditedAt: new Date() }).where(eq(receipts.callId, callId))
  })
}

type FactReader = Awaited<ReturnType<typeof factReader>>

/** Reads each model, price and Datanet of a run once. */
async function factReader({ chain, chainReader }: CreditDeps) {
  const block = await chain.blockNumber()
  const [models, datanets, prices] = [
    new Map<Hex32, ModelFacts>(),
    new Map<Hex32, ChainDatanet>(),
    new Map<string, ChainPrice>(),
  ]
  const required = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`${what} is not on chain`)
    return value
  }
  return {
    models,
    datanets,
    model: async (modelId: Hex32): Promise<void> => {
      if (models.has(modelId)) return
      const model = required(await chainReader.model(modelId, block), `the model ${modelId}`)
      models.set(modelId, { ...model, prices: new Map() })
    },
    price: async (modelId: Hex32, version: number): Promise<ChainPrice> => {
      const key = `${modelId} ${version}`
      const price =
        prices.get(key) ?? required(await chainReader.price(modelId, version), `price ${version} of ${modelId}`)
      prices.set(key, price)
      return price
    },
    datanet: async (datanetId: Hex32): Promise<void> => {
      if (datanets.has(datanetId)) return
      datanets.set(datanetId, required(await chainReader.datanet(datanetId, block), `the Datanet ${datanetId}`))
    },
  }
}

async function payOne(
  { db, operator }: CreditDeps,
  read: FactReader,
  receipt: Receipt,
  entries: readonly AttributionEntry[],
) {
  const components: { scalePpm: number; price: ChainPrice }[] = []
  for (const { modelId, scalePpm, priceVersion } of receipt.components) {
    await read.model(modelId)
    components.push({ scalePpm, price: await read.price(modelId, priceVersion) })
  }
  const { fee, componentFees } = callFee(receipt, components)
  if (fee !== receipt.fee) throw new Error(`The receipt of ${receipt.callId} has another fee than its price.`)
  const flat = entries.filter(({ method }) => method === METHOD.flat).map(({ commitment }) => commitment)
  const commitments = entries.filter(({ method }) => method !== METHOD.flat).map(({ commitment }) => commitment)
  const holders = new Map<Hex32, RecordHolder>()
  if (commitments.length > 0) {
    const rows = await db
      .select({ commitment: records.commitment, contributor: records.contributor, datanetId: records.datanetId })
      .from(records)
      .where(inArray(records.commitment, commitments))
    for (const { commitment, ...holder } of rows) holders.set(commitment, holder)
  }
  for (const datanetId of [...flat, ...[...holders.values()].map((holder) => holder.datanetId)])
    await read.datanet(datanetId)
  const facts = { operator, models: read.models, datanets: read.datanets, versions: new Map() }
  return payReceipt(facts, { receipt, componentFees }, entries, (commitment) =>
    factOf(holders, commitment, 'the record'),
  )
}
