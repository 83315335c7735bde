import type { DataStore } from '../data/dataStore.ts'
import { checkAttributions } from '../epoch/checkAttributions.ts'
import { checkReceipts } from '../epoch/checkReceipts.ts'
import { checkSignatures } from '../epoch/checkSignatures.ts'
import type { EpochFacts, PreviousEpoch } from '../epoch/epochFacts.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { ROLE } from '../leaves/creditLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { ChainReader } from './chainReader.ts'
import { checkChannels } from './checkChannels.ts'
import { checkCredits, checkPayouts } from './checkMoney.ts'
import { checkPost } from './checkPost.ts'
import { checkTimes } from './checkTimes.ts'
import type { Difference } from './difference.ts'
import { loadModels } from './loadChainFacts.ts'
import { readFacts } from './readFacts.ts'
import { readPublished } from './readPublished.ts'
import { FoundDifference, makeRunner, type VerifyStep } from './stepRunner.ts'

export type { VerifyStep } from './stepRunner.ts'

/** An epoch in figures; amounts in wei. `credited` + `burned` + `carried` = `fees`. */
export type VerifyTotals = {
  readonly calls: number
  readonly accounts: number
  readonly fees: bigint
  readonly credited: bigint
  readonly burned: bigint
  /** Always 0: what has no staker waits in the model's pool. */
  readonly carried: bigint
  /** What of `credited` is for models' stakers. */
  readonly pools: bigint
}

/** What a verifier found. `totals` only where everything holds. */
export type VerifyResult = {
  readonly ok: boolean
  readonly steps: readonly VerifyStep[]
  readonly firstDifference?: Difference
  readonly totals?: VerifyTotals
  /** What the epoch after continues from, where everything holds. */
  readonly next?: PreviousEpoch
}

/** What to verify, and with what. */
export type VerifyInput = {
  readonly chain: ChainReader
  readonly store: DataStore
  readonly operator: Address
  /** From 1. Earlier epochs are verified first, since this one continues from them. */
  readonly number: bigint
  /** The epoch before, where it is verified already (`VerifyResult.next`): then only this one is. */
  readonly previous?: PreviousEpoch
  /** Called after each step of the epoch asked for. */
  readonly onStep?: (step: VerifyStep) => void
}

/**
 * Derives an epoch again from the chain and the published data alone (protocol §8) and compares
 * everything: signatures, sums, weights, roots.
 * @returns the steps taken and the first difference, if any
 * @throws VERIFY_EPOCH_UNKNOWN when the epoch or an earlier one is not posted; what chain and store throw when they can't be read
 * @example
 * const { ok, firstDifference } = await verifyEpoch({ chain, store, operator, number: 1n })
 */
export async function verifyEpoch(input: VerifyInput): Promise<VerifyResult> {
  const steps: VerifyStep[] = []
  let previous = input.previous
  let totals: VerifyTotals | undefined
  try {
    for (let number = (previous?.number ?? 0n) + 1n; number <= input.number; number++) {
      const report = (step: VerifyStep) => {
        if (number < input.number) return
        steps.push(step)
        input.onStep?.(step)
      }
      const verified = await verifyOne(input, number, previous, report)
      previous = verified.next
      totals = verified.totals
    }
  } catch (error) {
    if (error instanceof FoundDifference) return { ok: false, steps, firstDifference: error.difference }
    throw error
  }
  if (totals === undefined)
    throw new OpenLedgerError(
      coreErrors.VERIFY_EPOCH_UNKNOWN,
      `There is no epoch ${input.number}: epochs count from 1.`,
    )
  return { ok: true, steps, totals, ...(previous === undefined ? {} : { next: previous }) }
}

async function verifyOne(
  { chain, store, operator }: VerifyInput,
  number: bigint,
  previous: PreviousEpoch | undefined,
  report: (step: VerifyStep) => void,
): Promise<{ readonly next: PreviousEpoch; readonly totals: VerifyTotals }> {
  const posted = await chain.postedEpoch(operator, number)
  if (posted === undefined)
    throw new OpenLedgerError(coreErrors.VERIFY_EPOCH_UNKNOWN, `${operator} has not posted epoch ${number}.`)
  const { block } = posted
  const runner = makeRunner(number, report)
  const { run } = runner

  const epoch = await run('post', async () => [checkPost(posted, { operator, number }, previous), 1])
  const context = {
    chainId: chain.chainId,
    settlement: chain.settlement,
    previousData: previous?.dataCommitment ?? null,
  }
  const published = await readPublished(runner, store, epoch, context)
  const { leaves, rules } = published
  const models = await run('models and prices', async () => {
    const all = await loadModels(chain, published, block)
    return [all, all.size]
  })
  const { versions, datanets, trained } = await readFacts(runner, chain, published, models, block)
  const facts: EpochFacts = {
    chainId: chain.chainId,
    settlement: chain.settlement,
    operator,
    models,
    datanets,
    versions,
    trained,
    rules,
  }
  const { priced, channels } = await run('receipts', async () => {
    checkTimes(leaves.receipts, posted.time)
    return [checkReceipts(facts, previous, leaves.receipts), leaves.receipts.length]
  })
  await run('signatures', async () => [
    await checkSignatures(leaves.receipts, { chainId: chain.chainId, verifyingContract: chain.settlement }, operator),
    leaves.receipts.length,
  ])
  await run('channels', async () => [
    checkChannels(chain, operator, channels, await chain.collectedChannels(operator, block)),
    channels.size,
  ])
  const receipts = leaves.receipts.map(({ receipt }) => receipt)
  await run('attributions', async () => [
    checkAttributions(facts, receipts, leaves.attributions),
    leaves.attributions.length,
  ])
  const money = await run('credits', async () => [
    checkCredits(facts, priced, leaves.attributions, leaves.credits),
    leaves.credits.length,
  ])
  await run('payouts', async () => [checkPayouts(epoch, previous, money, leaves.payouts), leaves.payouts.length])

  const callIds = new Set(previous?.callIds)
  for (const receipt of receipts) callIds.add(receipt.callId)
  return {
    next: {
      number,
      epochHash: posted.epochHash,
      dataCommitment: epoch.dataCommitment,
      payouts: leaves.payouts,
      carriedTotal: epoch.carriedTotal,
      channels,
      callIds,
    },
    totals: {
      calls: receipts.length,
      accounts: leaves.payouts.length,
      fees: epoch.receipts.sum,
      credited: money.credits.reduce((sum, credit) => sum + credit.amount, 0n),
      burned: money.burned,
      carried: epoch.carriedTotal - (previous?.carriedTotal ?? 0n),
      pools: money.credits.reduce((sum, { role, amount }) => (role === ROLE.stakers ? sum + amount : sum), 0n),
    },
  }
}
