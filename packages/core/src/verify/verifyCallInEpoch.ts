import { checkCallAttributions } from '../epoch/checkAttributions.ts'
import { priceReceipt } from '../epoch/checkReceipts.ts'
import { callVersions, type EpochFacts } from '../epoch/epochFacts.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import { fault } from '../epoch/fault.ts'
import { payReceipt } from '../epoch/payReceipt.ts'
import type { ErrorDescriptor } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionLeaf, attributionLeaf } from '../leaves/attributionLeaf.ts'
import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import type { PostedEpoch } from './chainReader.ts'
import { checkPostItself } from './checkPost.ts'
import { checkTimes } from './checkTimes.ts'
import { loadModels } from './loadChainFacts.ts'
import { readFacts } from './readFacts.ts'
import { readPublished } from './readPublished.ts'
import { checkShownPayouts, type ShownCall, type VerifyCallInput } from './shownCall.ts'
import type { StepRunner } from './stepRunner.ts'

/**
 * Checks a call against the epoch that has it: that the post is what the contract keeps, that the published leaves hash to
 * the posted roots, that the receipt, the attribution and the credits that are shown are leaves of them, and that weights
 * and credits follow from receipt, rules and chain. What other calls of the epoch are is not looked at.
 * @throws FoundDifference, and what chain and store throw
 */
export async function verifyCallInEpoch(
  { chain, store, operator, call }: VerifyCallInput,
  runner: StepRunner,
  posted: PostedEpoch,
): Promise<void> {
  const { run } = runner
  const { receipt } = call
  const { block } = posted
  const number = posted.epoch.number
  const epoch = await run('post', async () => [checkPostItself(posted, { operator, number }), 1])
  const previous = number > 1n ? await chain.postedEpoch(operator, number - 1n) : undefined
  const { chainId, settlement } = chain
  const context = { chainId, settlement, previousData: previous?.epoch.dataCommitment ?? null }
  const published = await readPublished(runner, store, epoch, context)
  const { leaves, rules } = published
  const at = await run('receipt', async () => [findReceipt(leaves, call), 1])
  const mine = { ...published, leaves: { ...leaves, receipts: leaves.receipts.slice(at, at + 1) } }
  const models = await run('models and prices', async () => {
    const all = await loadModels(chain, { ...mine, logs: [] }, block)
    return [all, all.size]
  })
  const priced = await run('fee', async () => {
    checkTimes(mine.leaves.receipts, posted.time)
    return [priceReceipt({ models }, receipt, at), receipt.components.length]
  })
  const roots = new Set(callVersions(models, receipt))
  const named = {
    ...mine,
    versions: published.versions.filter(({ root }) => roots.has(root)),
    logs: published.logs.filter(({ modelId }) => models.has(modelId)),
  }
  const { versions, datanets, trained } = await readFacts(runner, chain, named, models, block)
  const facts: EpochFacts = { chainId, settlement, operator, models, datanets, versions, trained, rules }
  const attributions = leaves.attributions
    .map((entry, leaf) => ({ entry, leaf }))
    .filter(({ entry }) => entry.callId === receipt.callId)
  await run('attribution', async () => {
    checkShownAttribution(call, at, attributions)
    checkCallAttributions(facts, receipt, attributions)
    return [undefined, attributions.length]
  })
  await run('payout', async () => {
    const paid = payReceipt(
      facts,
      priced,
      attributions.map(({ entry }) => entry),
    )
    checkShownPayouts(call, paid.credits)
    const credits = leaves.credits.filter(({ callId }) => callId === receipt.callId)
    checkShownPayouts({ ...call, payouts: credits }, paid.credits)
    checkPaid(leaves, credits)
    return [undefined, credits.length]
  })
}

function differs(
  descriptor: ErrorDescriptor,
  file: string,
  leaf: number | string,
  field: string,
  expected: string,
  found: string,
) {
  return fault(descriptor, { file, leaf, field, expected, found })
}

/** Where the receipt stands in its tree. @throws EPOCH_FACT_MISSING, EPOCH_FACT_CONFLICT */
function findReceipt({ receipts }: EpochLeaves, { receipt, signature }: ShownCall): number {
  const at = receipts.findIndex((one) => one.receipt.callId === receipt.callId)
  const found = receipts[at]
  if (found === undefined)
    throw differs(coreErrors.EPOCH_FACT_MISSING, 'receipts', '', 'callId', receipt.callId, 'no such leaf')
  const [shown, published] = [receiptLeaf(receipt), receiptLeaf(found.receipt)]
  if (shown !== published) throw differs(coreErrors.EPOCH_FACT_CONFLICT, 'receipts', at, 'hash', shown, published)
  if (signature !== found.signature)
    throw differs(coreErrors.EPOCH_FACT_CONFLICT, 'receipts', at, 'signature', signature, found.signature)
  return at
}

/** What is shown of an attribution is what the tree has. @throws EPOCH_FACT_CONFLICT */
function checkShownAttribution(
  { receipt, attribution }: ShownCall,
  at: number,
  published: readonly { readonly leaf: number; readonly entry: AttributionLeaf }[],
): void {
  const shown = (attribution ?? []).map((entry) => attributionLeaf({ callId: receipt.callId, receipt: at, ...entry }))
  for (let i = 0; i < Math.max(shown.length, published.length); i++) {
    const there = published[i]
    const [want, have] = [shown[i] ?? 'none', there === undefined ? 'none' : attributionLeaf(there.entry)]
    if (want !== have)
      throw differs(coreErrors.EPOCH_FACT_CONFLICT, 'attributions', there?.leaf ?? '', 'hash', want, have)
  }
}

/** Every account that the call credits has a payout that holds at least its running sum. @throws EPOCH_PAYOUT_WRONG */
function checkPaid({ payouts }: EpochLeaves, credits: EpochLeaves['credits']): void {
  const cumulative = new Map(payouts.map((leaf) => [leaf.account, leaf.cumulative]))
  for (const { account, runningSum } of credits) {
    const paid = cumulative.get(account) ?? 0n
    if (paid >= runningSum) continue
    const expected = `at least ${runningSum}`
    throw differs(coreErrors.EPOCH_PAYOUT_WRONG, 'payouts', account, 'cumulative', expected, paid.toString())
  }
}
