import type { Receipt } from '../eip712/receipt.ts'
import { coreErrors } from '../errors.ts'
import { compareReceipts, type SignedReceipt } from '../leaves/receiptLeaf.ts'
import { callFee } from '../payout/callFee.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import { type ChannelEnd, type EpochFacts, factOf, type PreviousEpoch } from './epochFacts.ts'
import { type FaultPlace, fault } from './fault.ts'

/** Most components, and most retrieved versions, of a receipt: so that every proof about it fits a transaction. */
export const MAX_PARTS = 64

/** A receipt whose fee has been computed again. */
export type PricedReceipt = { readonly receipt: Receipt; readonly componentFees: readonly bigint[] }

/**
 * Checks everything of an epoch's receipts but signatures: order, each channel's sequence, cumulative and time from the
 * previous epoch on, calls not repeated, fee against a price that held at the receipt's time.
 * @returns receipts with each component's fee, and where each channel ended (channels of earlier epochs included)
 * @throws EPOCH_RECEIPT_ORDER, _SEQUENCE, _CUMULATIVE, _TIME, _FEE, _COMPONENTS, _VERSION, EPOCH_CALL_REPEATED,
 * EPOCH_FACT_MISSING
 */
export function checkReceipts(
  facts: Pick<EpochFacts, 'models'>,
  previous: PreviousEpoch | undefined,
  receipts: readonly SignedReceipt[],
): { readonly priced: PricedReceipt[]; readonly channels: Map<Hex32, ChannelEnd> } {
  const channels = new Map(previous?.channels)
  const calls = new Set(previous?.callIds)
  const priced: PricedReceipt[] = []
  for (const [leaf, { receipt }] of receipts.entries()) {
    const at = (field: string, expected: FaultPlace['expected'], found: FaultPlace['found']) => ({
      file: 'receipts',
      leaf,
      field,
      expected,
      found,
    })
    const before = receipts[leaf - 1]?.receipt
    if (before !== undefined && compareReceipts(before, receipt) >= 0) {
      throw fault(
        coreErrors.EPOCH_RECEIPT_ORDER,
        at(
          'channelId, sequence',
          `above ${before.channelId}, ${before.sequence}`,
          `${receipt.channelId}, ${receipt.sequence}`,
        ),
      )
    }
    if (calls.has(receipt.callId))
      throw fault(coreErrors.EPOCH_CALL_REPEATED, at('callId', 'a call without another receipt', receipt.callId))
    calls.add(receipt.callId)
    const end = channels.get(receipt.channelId) ?? { sequence: 0n, cumulative: 0n, time: 0n }
    if (receipt.sequence !== end.sequence + 1n)
      throw fault(coreErrors.EPOCH_RECEIPT_SEQUENCE, at('sequence', end.sequence + 1n, receipt.sequence))
    if (receipt.cumulativeBefore !== end.cumulative) {
      throw fault(coreErrors.EPOCH_RECEIPT_CUMULATIVE, at('cumulativeBefore', end.cumulative, receipt.cumulativeBefore))
    }
    const after = receipt.cumulativeBefore + receipt.fee
    if (receipt.cumulativeAfter !== after || after > UINT128_MAX) {
      throw fault(coreErrors.EPOCH_RECEIPT_CUMULATIVE, at('cumulativeAfter', after, receipt.cumulativeAfter))
    }
    if (receipt.time < end.time)
      throw fault(coreErrors.EPOCH_RECEIPT_TIME, at('time', `not before ${end.time}`, receipt.time))
    const one = priceReceipt(facts, receipt, leaf)
    const { sequence, cumulativeAfter: cumulative, time } = receipt
    channels.set(receipt.channelId, { sequence, cumulative, time })
    priced.push(one)
  }
  return { priced, channels }
}

/**
 * Checks a receipt's models, versions and fee by themselves: tokens × a price that held at its time.
 * @param leaf its place in its tree
 * @returns it with each component's fee
 * @throws EPOCH_RECEIPT_COMPONENTS, _VERSION, _FEE, EPOCH_FACT_MISSING
 */
export function priceReceipt(facts: Pick<EpochFacts, 'models'>, receipt: Receipt, leaf: number): PricedReceipt {
  checkComponents(facts, receipt, leaf)
  const { fee, componentFees } = receiptFee(facts, receipt, leaf)
  if (receipt.fee !== fee) {
    const place = { file: 'receipts', leaf, field: 'fee', expected: fee, found: receipt.fee }
    throw fault(coreErrors.EPOCH_RECEIPT_FEE, place)
  }
  return { receipt, componentFees }
}

function checkComponents(facts: Pick<EpochFacts, 'models'>, receipt: Receipt, leaf: number): void {
  const ids = receipt.components.map((component) => component.modelId)
  if (ids.length === 0 || ids.length > MAX_PARTS || new Set(ids).size !== ids.length) {
    throw fault(coreErrors.EPOCH_RECEIPT_COMPONENTS, {
      file: 'receipts',
      leaf,
      field: 'components',
      expected: `1 to ${MAX_PARTS} models, each once`,
      found: ids.join(' '),
    })
  }
  if (receipt.retrievedVersions.length > MAX_PARTS) {
    throw fault(coreErrors.EPOCH_RECEIPT_VERSION, {
      file: 'receipts',
      leaf,
      field: 'retrievedVersions',
      expected: `at most ${MAX_PARTS}`,
      found: receipt.retrievedVersions.length,
    })
  }
  const allowed = new Set(ids.flatMap((id) => factOf(facts.models, id, 'the model').retrievalVersions))
  const seen = new Set<Hex32>()
  for (const root of receipt.retrievedVersions) {
    if (!allowed.has(root) || seen.has(root)) {
      throw fault(coreErrors.EPOCH_RECEIPT_VERSION, {
        file: 'receipts',
        leaf,
        field: 'retrievedVersions',
        expected: 'retrieval versions of its models, each once',
        found: root,
      })
    }
    seen.add(root)
  }
}

function receiptFee(facts: Pick<EpochFacts, 'models'>, receipt: Receipt, leaf: number): ReturnType<typeof callFee> {
  const components = receipt.components.map((component) => {
    const price = factOf(facts.models, component.modelId, 'the model').prices.get(component.priceVersion)
    if (price === undefined) {
      throw fault(coreErrors.EPOCH_RECEIPT_FEE, {
        file: 'receipts',
        leaf,
        field: 'priceVersion',
        expected: 'a price version on chain',
        found: component.priceVersion,
      })
    }
    if (price.effectiveFrom !== undefined && price.effectiveFrom > receipt.time) {
      throw fault(coreErrors.EPOCH_RECEIPT_FEE, {
        file: 'receipts',
        leaf,
        field: 'priceVersion',
        expected: `a price that held at ${receipt.time}`,
        found: `${component.priceVersion}, from ${price.effectiveFrom} on`,
      })
    }
    return { scalePpm: component.scalePpm, price }
  })
  if (components.every((component) => component.scalePpm === 0) && components.length > 1) {
    throw fault(coreErrors.EPOCH_RECEIPT_COMPONENTS, {
      file: 'receipts',
      leaf,
      field: 'scalePpm',
      expected: 'a scale above 0',
      found: 0,
    })
  }
  return callFee(receipt, components)
}
