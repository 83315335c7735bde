import { parseVersionData } from '../data/versionData.ts'
import { checkCallAttributions } from '../epoch/checkAttributions.ts'
import { type PricedReceipt, priceReceipt } from '../epoch/checkReceipts.ts'
import { callVersions, type EpochFacts, hasDataShare } from '../epoch/epochFacts.ts'
import { fault } from '../epoch/fault.ts'
import { payReceipt } from '../epoch/payReceipt.ts'
import { coreErrors } from '../errors.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { makeRules, W } from '../rules/rules.ts'
import { checkWords } from './checkWords.ts'
import type { Difference } from './difference.ts'
import { loadDatanets, loadModels, loadVersions } from './loadChainFacts.ts'
import type { Published } from './loadPublished.ts'
import { parseBlob, readBlob } from './readBlob.ts'
import { checkShownPayouts, checkShownReceipt, type ShownCall, type VerifyCallInput } from './shownCall.ts'
import { FoundDifference, makeRunner, type StepRunner, type VerifyStep } from './stepRunner.ts'
import { verifyCallInEpoch } from './verifyCallInEpoch.ts'

/** What a verifier of one call found. */
export type VerifyCallResult = {
  readonly ok: boolean
  readonly steps: readonly VerifyStep[]
  readonly firstDifference?: Difference
  /** Whether the call stands in a posted epoch: without one, what only an epoch publishes could not be looked at. */
  readonly inEpoch: boolean
}

/**
 * Checks what is shown of one call, by nobody's word: the words against the receipt's hashes (where they are shown), the
 * operator's signature, the fee against the price on chain, the paid records against the versions on chain, and who gets
 * what. Where a posted epoch has the call, all that the epoch published of it too: its leaves, trees, weights and credits.
 *
 * @returns the steps taken and the first difference, if any
 * @throws what chain and store throw when they can't be read
 */
export async function verifyCall(input: VerifyCallInput): Promise<VerifyCallResult> {
  const { chain, operator, call } = input
  const steps: VerifyStep[] = []
  const report = (step: VerifyStep) => {
    steps.push(step)
    input.onStep?.(step)
  }
  let inEpoch = false
  try {
    const posted = call.epoch === null ? undefined : await chain.postedEpoch(operator, call.epoch)
    inEpoch = posted !== undefined
    const runner = makeRunner(posted?.epoch.number, report)
    const { words } = call
    if (words !== undefined) await runner.run('words', async () => [checkWords(call.receipt, words), 2])
    await runner.run('signature', async () => [await checkShownReceipt(chain, operator, call), 1])
    if (posted === undefined) await verifyUnsettled(input, runner)
    else await verifyCallInEpoch(input, runner, posted)
  } catch (error) {
    if (error instanceof FoundDifference) return { ok: false, steps, firstDifference: error.difference, inEpoch }
    throw error
  }
  return { ok: true, steps, inEpoch }
}

/** A call that no posted epoch has: what the chain alone says of it. */
async function verifyUnsettled({ chain, store, operator, call, block }: VerifyCallInput, { run }: StepRunner) {
  const { receipt, attribution } = call
  const only = (versions: Published['versions']) => onlyThisCall(call, versions)
  const models = await run('models and prices', async () => {
    const all = await loadModels(chain, only([]), block)
    return [all, all.size]
  })
  const priced = await run(
    'fee',
    async (): Promise<[PricedReceipt, number]> => [priceReceipt({ models }, receipt, 0), receipt.components.length],
  )
  if (attribution === null) return
  const versions = await run('versions', async () => {
    const lists: { root: `0x${string}`; records: ReturnType<typeof parseVersionData> }[] = []
    for (const root of callVersions(models, receipt)) {
      const data = (await chain.version(root))?.dataHash
      const name = { file: `versions/${root}` }
      if (data === undefined)
        throw fault(coreErrors.EPOCH_FACT_MISSING, {
          ...name,
          leaf: '',
          field: 'root',
          expected: 'a version on chain',
          found: root,
        })
      lists.push({ root, records: parseBlob(await readBlob(store, data, name), data, name, parseVersionData) })
    }
    const all = await loadVersions(chain, only(lists), models, block)
    return [all, all.size]
  })
  const datanets = await run('Datanets', async () => {
    const all = await loadDatanets(chain, versions, block)
    return [all, all.size]
  })
  const { chainId, settlement } = chain
  // The rules of an epoch are published with it: no threshold and no reputation is known before.
  const rules = makeRules({ exponent: 2, influenceThresholds: {}, citationThreshold: 0n, units: {}, reputationPpm: {} })
  const facts: EpochFacts = { chainId, settlement, operator, models, datanets, versions, trained: new Map(), rules }
  await run('records', async () => [checkRecords(facts, call), attribution.length])
  await run('payout', async () => {
    const { credits } = payReceipt(facts, priced, attribution)
    checkShownPayouts(call, credits)
    return [undefined, credits.length]
  })
}

/** Weights that sum to the whole; flat ones as they must be, paid records of the call's versions. */
function checkRecords(facts: EpochFacts, { receipt, attribution }: ShownCall): void {
  const entries = attribution ?? []
  const place = { file: 'attributions', leaf: `call ${receipt.callId}` }
  const sum = entries.reduce((all, { weight }) => all + weight, 0n)
  const whole = hasDataShare(facts.models, receipt) ? W : 0n
  if (sum !== whole)
    throw fault(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, { ...place, field: 'weights', expected: whole, found: sum })
  if (entries.some(({ method }) => method === METHOD.flat)) {
    const group = entries.map((entry, leaf) => ({ leaf, entry: { callId: receipt.callId, receipt: 0, ...entry } }))
    checkCallAttributions(facts, receipt, group)
    return
  }
  const roots = callVersions(facts.models, receipt)
  for (const [leaf, { commitment }] of entries.entries()) {
    if (roots.some((root) => facts.versions.get(root)?.contributors.has(commitment))) continue
    throw fault(coreErrors.EPOCH_ATTRIBUTION_UNTRAINED, {
      ...place,
      leaf,
      field: 'commitment',
      expected: 'a record of the versions of the call',
      found: commitment,
    })
  }
}

/** As if nothing but this call had been published. */
export function onlyThisCall({ receipt, signature }: ShownCall, versions: Published['versions']) {
  return {
    leaves: { receipts: [{ receipt, signature }], attributions: [], credits: [], payouts: [] },
    versions,
    logs: [] as Published['logs'],
  }
}
