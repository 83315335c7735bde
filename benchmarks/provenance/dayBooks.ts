import type { Chain } from '../../packages/chain/src/clients/createChain.ts'
import { findEvents } from '../../packages/chain/src/reader/findEvents.ts'
import { callListSchema, callSchema } from '../../packages/core/src/api/calls.ts'
import { epochListSchema } from '../../packages/core/src/api/epochs.ts'
import { walletSchema } from '../../packages/core/src/api/x402.ts'
import { receiptSchema, verifyReceipt } from '../../packages/core/src/eip712/receipt.ts'
import { splitFee } from '../../packages/core/src/payout/splitFee.ts'
import { csvReader } from '../../packages/data/src/rows/csvReader.ts'
import type { People } from './dayPeople.ts'

/** A call as the ledger has it: its signed receipt, what it paid, who paid for it. */
export type BookedCall = {
  readonly callId: string
  readonly model: string
  readonly modelId: string | undefined
  readonly status: string
  readonly fee: bigint | undefined
  /** Of the fee, by the split on chain. */
  readonly burned: bigint
  readonly epoch: number | undefined
  readonly inputTokens: number
  readonly outputTokens: number
  readonly payer: string
  readonly payouts: readonly {
    readonly account: string
    readonly role: string
    readonly commitment: string
    readonly amount: bigint
  }[]
}

/** A line of a payer's statement. */
export type StatementLine = {
  readonly channel: string
  readonly call: string
  readonly key: string
  readonly model: string
  readonly day: string
  readonly reserved: bigint
  readonly fee: bigint
}

/** What an independent reader holds of the day: signed receipts, published credits, the chain. */
export type Books = {
  readonly calls: readonly BookedCall[]
  readonly epochs: readonly { readonly number: number; readonly status: string }[]
  readonly claimed: ReadonlyMap<string, bigint>
  readonly statements: ReadonlyMap<string, readonly StatementLine[]>
  /** What is wrong in them by itself, in words. */
  readonly faults: readonly string[]
}

/**
 * Reads every call with its receipt and its payouts one by one, and checks what can be checked without the gateway's
 * sums: the operator's signature, the chain of each channel's receipts against what the contract collected, each fee by
 * tokens and price, each payout against the split on chain.
 */
export async function readBooks(gatewayUrl: string, people: People, progress: (line: string) => void): Promise<Books> {
  const { chain, operator } = people
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, gatewayUrl))
    if (!response.ok) throw new Error(`${path} answered with ${response.status}`)
    return response.json()
  }
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = callListSchema.parse(await ask(`/v1/calls?limit=500${after === '' ? '' : `&after=${after}`}`))
    ids.push(...page.data.map(({ callId }) => callId))
    after = page.next
  }
  progress(`${ids.length} calls are read one by one`)
  const models = new Map<string, ReturnType<typeof readModel>>()
  const faults: string[] = []
  const calls: BookedCall[] = []
  const last = new Map<string, { sequence: bigint; total: bigint }[]>()
  const payers = new Map<string, string>()
  for (const callId of ids) {
    const call = callSchema.parse(await ask(`/v1/calls/${callId}`))
    const payouts = (call.payouts ?? []).map((payout) => ({ ...payout, amount: BigInt(payout.amount) }))
    if (call.receipt === null || call.signature === null) {
      if (payouts.length > 0) faults.push(`${callId} has no receipt and paid`)
      const none = { modelId: undefined, fee: undefined, burned: 0n, epoch: undefined, payouts: [] }
      calls.push({
        ...none,
        callId,
        model: call.model,
        status: call.status,
        inputTokens: 0,
        outputTokens: 0,
        payer: '',
      })
      continue
    }
    const receipt = receiptSchema.parse(call.receipt)
    const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.settlement }
    await verifyReceipt(receipt, domain, call.signature, operator.address).catch((error: unknown) => {
      faults.push(`${callId}: ${String(error)}`)
    })
    const [component] = receipt.components
    if (component === undefined) throw new Error(`${callId} names no model`)
    const { modelId } = component
    const known = models.get(modelId) ?? readModel(chain, modelId)
    models.set(modelId, known)
    const { split, prices } = await known
    const price = prices.get(component.priceVersion)
    if (price === undefined) throw new Error(`${callId} names a price that is not on chain`)
    const owed = BigInt(receipt.inputTokens) * price.input + BigInt(receipt.outputTokens) * price.output
    if (owed !== receipt.fee) faults.push(`${callId}: ${receipt.fee} wei, tokens times price are ${owed}`)
    const parts = splitFee(receipt.fee, split)
    const paid = payouts.reduce((sum, { amount }) => sum + amount, 0n)
    if (call.epoch !== null && paid !== receipt.fee - parts.burn)
      faults.push(`${callId}: paid ${paid}, not ${receipt.fee - parts.burn}`)
    const { channelId, sequence, cumulativeAfter } = receipt
    if (!payers.has(channelId)) {
      const channel = await chain.paymentEscrow.read.channelOf([channelId])
      payers.set(channelId, channel.payer.toLowerCase())
    }
    last.set(channelId, [...(last.get(channelId) ?? []), { sequence, total: cumulativeAfter }])
    calls.push({
      callId,
      model: call.model,
      modelId,
      status: call.status,
      fee: receipt.fee,
      burned: parts.burn,
      epoch: call.epoch ?? undefined,
      inputTokens: receipt.inputTokens,
      outputTokens: receipt.outputTokens,
      payer: payers.get(channelId) ?? '',
      payouts,
    })
  }
  for (const [channelId, receipts] of last) {
    const newest = receipts.toSorted((a, b) => Number(b.sequence - a.sequence))[0]
    if (newest?.sequence !== BigInt(receipts.length)) faults.push(`channel ${channelId} lacks a receipt`)
  }
  const { data } = epochListSchema.parse(await ask('/v1/epochs'))
  const accounts = new Set(calls.flatMap(({ payouts }) => payouts.map(({ account }) => account)))
  const claimed = new Map<string, bigint>()
  for (const account of accounts)
    claimed.set(account, await chain.settlement.read.claimedOf([operator.address, account as `0x${string}`]))
  const statements = new Map<string, readonly StatementLine[]>()
  for (const person of [...people.payers, operator])
    statements.set(person.address, readLines(await person.ledger.getUsageStatement()))
  for (const [address, lines] of statements)
    for (const line of lines) {
      const receipt = calls.find(({ callId }) => callId === line.call)
      if (receipt === undefined || (receipt.fee ?? 0n) !== line.fee)
        faults.push(`the statement of ${address} says ${line.fee} wei of ${line.call}`)
    }
  const wallet = walletSchema.parse(await ask(`/v1/wallets/${people.wallet.address.toLowerCase()}`))
  const rest = BigInt(wallet.paid) - BigInt(wallet.fees) - BigInt(wallet.returned)
  if (rest !== 0n || wallet.owed !== '0') faults.push(`the wallet is owed ${rest} wei, ${wallet.owed} by its books`)
  return { calls, epochs: data.map(({ number, status }) => ({ number, status })), claimed, statements, faults }
}

/** A model's split and prices, from its contract's events. */
async function readModel(chain: Chain, modelId: `0x${string}`) {
  const registry = chain.addresses.modelRegistry
  const [registered] = await findEvents(chain, registry, 'ModelRegistered', { topics: [modelId] })
  if (registered === undefined) throw new Error(`${modelId} is not registered`)
  const { split, inputPrice, outputPrice } = registered.args.params
  const set = await findEvents(chain, registry, 'PriceSet', { topics: [modelId] })
  const prices = new Map([
    [1, { input: inputPrice, output: outputPrice }],
    ...set.map(({ args }) => [args.priceVersion, { input: args.inputPrice, output: args.outputPrice }] as const),
  ])
  return { split, prices }
}

function readLines(csv: string): StatementLine[] {
  const reader = csvReader(',')
  const rows = csv.trimEnd().split('\r\n').slice(1)
  return rows.map((line) => {
    const row = reader.feed(line) ?? []
    const cell = (place: number) => row[place] ?? ''
    return {
      channel: cell(0),
      day: cell(2).slice(0, 10),
      call: cell(3),
      key: cell(4),
      model: cell(5),
      reserved: BigInt(cell(9)),
      fee: BigInt(cell(11)),
    }
  })
}
