import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Lie } from './forge.ts'
import { signReceipt } from './honestCalls.ts'
import { changedReceipt, type FaultClass, type LieContext, replaced, somewhere } from './lieContext.ts'
import { at } from './people.ts'

const single = ({ receipt }: SignedReceipt) => receipt.components.length === 1

async function wrongFee(context: LieContext): Promise<Lie> {
  const { dice, second } = context
  const index = somewhere(dice, second.leaves.receipts, (entry) => single(entry) && entry.receipt.fee > 2_000n)
  const by = BigInt(1 + dice.below(1_000)) * (dice.below(2) === 0 ? 1n : -1n)
  return {
    receipts: await changedReceipt(context, index, (receipt) => ({
      ...receipt,
      fee: receipt.fee + by,
      cumulativeAfter: receipt.cumulativeAfter + by,
    })),
  }
}

/** A price version that the chain lacks, or one that was not in effect when the receipt says that the call was. */
async function wrongPrice(context: LieContext): Promise<Lie> {
  const { dice, ledger, second } = context
  const { attributions, credits, payouts } = second.leaves
  const index = somewhere(dice, second.leaves.receipts, (entry) => entry.receipt.components[0]?.priceVersion === 2)
  const start = ledger.models.trained.prices.get(2)?.effectiveFrom ?? 0n
  const unknown = dice.below(2) === 0
  const receipts = await changedReceipt(context, index, (receipt) => ({
    ...receipt,
    time: unknown ? receipt.time : start - BigInt(1 + dice.below(10_000)),
    components: receipt.components.map((component, i) =>
      i === 0 && unknown ? { ...component, priceVersion: 3 + dice.below(100) } : component,
    ),
  }))
  return { receipts, attributions, credits, payouts }
}

/**
 * The last receipt of a channel is left out though its money was collected; another channel's receipt takes the sum on,
 * so that all receipts sum to what was collected. The payer holds the receipt.
 */
async function missing(context: LieContext): Promise<Lie> {
  const { dice, second } = context
  const { receipts, attributions } = second.leaves
  const gone = somewhere(
    dice,
    receipts,
    ({ receipt }, i) =>
      receipts[i + 1]?.receipt.channelId !== receipt.channelId &&
      receipts[i - 1]?.receipt.channelId === receipt.channelId,
  )
  const { receipt: left } = at(receipts, gone)
  const heir = somewhere(dice, receipts, (entry) => single(entry) && entry.receipt.channelId !== left.channelId)
  const grown = await changedReceipt(context, heir, (receipt) => ({
    ...receipt,
    fee: receipt.fee + left.fee,
    cumulativeAfter: receipt.cumulativeAfter + left.fee,
  }))
  const kept = grown.filter((_, i) => i !== gone)
  const index = new Map(kept.map(({ receipt }, i) => [receipt.callId, i]))
  const heirChannel = at(receipts, heir).receipt.channelId
  const heirEnd = at(
    receipts.filter(({ receipt }) => receipt.channelId === heirChannel),
    -1,
  ).receipt.cumulativeAfter
  return {
    receipts: kept,
    attributions: attributions
      .filter((leaf) => leaf.callId !== left.callId)
      .map((leaf) => ({ ...leaf, receipt: index.get(leaf.callId) ?? 0 })),
    collect: new Map([
      [left.channelId, left.cumulativeAfter],
      [heirChannel, heirEnd],
    ]),
    held: [at(receipts, gone)],
  }
}

/** Less is collected from one channel than its receipts say, and more from another. */
function unpaid({ dice, second }: LieContext): Lie {
  const { receipts } = second.leaves
  const ends = new Map(receipts.map(({ receipt }) => [receipt.channelId, receipt.cumulativeAfter]))
  const channels = [...ends.keys()]
  const short = dice.below(channels.length)
  const long = (short + 1 + dice.below(channels.length - 1)) % channels.length
  const fee = at(
    receipts.filter(({ receipt }) => receipt.channelId === at(channels, short)),
    -1,
  ).receipt.fee
  const amount = 1n + fee / BigInt(1 + dice.below(20)) - 1n
  const end = (index: number) => ends.get(at(channels, index)) ?? 0n
  return {
    collect: new Map([
      [at(channels, short), end(short) - amount],
      [at(channels, long), end(long) + amount],
    ]),
  }
}

/** The payer holds one receipt for a sequence, and the epoch another, consistent in itself. */
async function equivocal(context: LieContext): Promise<Lie> {
  const { dice, ledger, second } = context
  const { receipts, attributions } = second.leaves
  const index = dice.below(receipts.length)
  const entry = at(receipts, index)
  if (dice.below(2) === 0) {
    const twin = await signReceipt(ledger, { ...entry.receipt, responseHash: dice.hash() })
    return { receipts: replaced(receipts, index, twin), held: [entry] }
  }
  const callId = dice.hash()
  const twin = await signReceipt(ledger, { ...entry.receipt, callId })
  const renamed = attributions.map((leaf) => (leaf.callId === entry.receipt.callId ? { ...leaf, callId } : leaf))
  return {
    receipts: replaced(receipts, index, twin),
    attributions: renamed.sort((a, b) => (a.callId < b.callId ? -1 : a.callId > b.callId ? 1 : 0)),
    held: [entry],
  }
}

/** A call's receipt carries the callId of another call, of this epoch or the one before. */
async function repeated(context: LieContext): Promise<Lie> {
  const { dice, first, second } = context
  const { receipts, attributions, credits, payouts } = second.leaves
  const index = dice.below(receipts.length)
  const others = dice.below(2) === 0 ? first.leaves.receipts : receipts.filter((_, i) => i !== index)
  const { callId } = dice.pick(others).receipt
  const changed = await changedReceipt(context, index, (receipt) => ({ ...receipt, callId }))
  return { receipts: changed, attributions, credits, payouts }
}

/** A receipt does not follow the one before it: in its sequence, or where its cumulative starts. */
async function broken(context: LieContext): Promise<Lie> {
  const { dice, second } = context
  const { attributions, credits, payouts } = second.leaves
  const index = dice.below(second.leaves.receipts.length)
  const by = BigInt(1 + dice.below(1_000))
  const jumps = dice.below(2) === 0
  const receipts = await changedReceipt(
    context,
    index,
    (receipt) =>
      jumps
        ? { ...receipt, sequence: receipt.sequence + by * 1_000n }
        : {
            ...receipt,
            cumulativeBefore: receipt.cumulativeBefore + by,
            cumulativeAfter: receipt.cumulativeAfter + by,
          },
    false,
  )
  const collect = new Map(second.leaves.receipts.map(({ receipt }) => [receipt.channelId, receipt.cumulativeAfter]))
  return { receipts, attributions, credits, payouts, collect }
}

/** No sense in itself: a model twice, a version that no model of the call retrieves from, an end that is not start + fee. */
async function malformed(context: LieContext): Promise<Lie> {
  const { dice, second } = context
  const { attributions, credits, payouts } = second.leaves
  const index = somewhere(dice, second.leaves.receipts, single)
  const kind = dice.below(3)
  const receipts = await changedReceipt(
    context,
    index,
    (receipt) => {
      if (kind === 0) return { ...receipt, components: [...receipt.components, ...receipt.components] }
      if (kind === 1) return { ...receipt, retrievedVersions: [...receipt.retrievedVersions, dice.hash()] }
      return { ...receipt, cumulativeAfter: receipt.cumulativeAfter + BigInt(1 + dice.below(1_000)) }
    },
    false,
  )
  const collect = new Map(second.leaves.receipts.map(({ receipt }) => [receipt.channelId, receipt.cumulativeAfter]))
  return { receipts, attributions, credits, payouts, collect }
}

/** A receipt names a channel that is not this operator's. */
async function foreign(context: LieContext): Promise<Lie> {
  const { dice, second } = context
  const { attributions, credits, payouts } = second.leaves
  const index = dice.below(second.leaves.receipts.length)
  const channelId = dice.hash()
  const receipts = await changedReceipt(context, index, (receipt) => ({ ...receipt, channelId }), false)
  const collect = new Map(second.leaves.receipts.map(({ receipt }) => [receipt.channelId, receipt.cumulativeAfter]))
  return {
    receipts: receipts.sort((a, b) =>
      a.receipt.channelId < b.receipt.channelId
        ? -1
        : a.receipt.channelId > b.receipt.channelId
          ? 1
          : Number(a.receipt.sequence - b.receipt.sequence),
    ),
    attributions,
    credits,
    payouts,
    collect: new Map([...collect, [channelId, 0n]]),
  }
}

/** Faults of receipts. */
export const receiptClasses: readonly FaultClass[] = [
  { name: 'fee not tokens × price', named: true, kinds: ['FEE_WRONG'], lie: wrongFee },
  { name: 'receipt missing', named: true, kinds: ['RECEIPT_MISSING'], lie: missing },
  { name: 'receipt unpaid', named: true, kinds: ['CHANNEL_NOT_COLLECTED'], lie: unpaid },
  { name: 'receipt equivocating', named: true, kinds: ['EQUIVOCATION'], lie: equivocal },
  { name: 'price version unknown or not in effect', named: false, kinds: ['PRICE_NOT_IN_EFFECT'], lie: wrongPrice },
  { name: 'call twice', named: false, kinds: ['CALL_REPEATED', 'CALL_REPEATED_LATER'], lie: repeated },
  { name: 'receipt chain broken', named: false, kinds: ['SEQUENCE_BROKEN', 'CHANNEL_START_WRONG'], lie: broken },
  {
    name: 'receipt malformed',
    named: false,
    kinds: ['COMPONENTS_WRONG', 'RETRIEVED_VERSIONS_WRONG', 'CUMULATIVE_WRONG'],
    lie: malformed,
  },
  { name: 'channel of nobody', named: false, kinds: ['CHANNEL_FOREIGN'], lie: foreign },
]
