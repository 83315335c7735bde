import type { Call } from '@openledger/core/api/calls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import type { PricePoint } from '@openledger/core/api/explorer.ts'
import type { Model } from '@openledger/core/api/models.ts'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import { callFee } from '@openledger/core/payout/callFee.ts'
import { type Credit, payCall } from '@openledger/core/payout/payCall.ts'
import { prefixCuts } from '@openledger/core/payout/prefixCuts.ts'
import { type FeeParts, splitFee } from '@openledger/core/payout/splitFee.ts'
import { splitShares } from '@openledger/core/payout/splitShares.ts'
import { W } from '@openledger/core/rules/rules.ts'

/** What deriving a call's payout takes, all of it public. */
export type IncomeInput = {
  readonly call: Call
  readonly operator: `0x${string}`
  readonly models: readonly Model[]
  /** Price versions by modelId. */
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>
  readonly datanets: readonly Datanet[]
}

/** One model's part of a call: what it brings, how that is cut, and who gets its model and stakers' parts. */
export type ComponentIncome = {
  readonly modelId: string
  readonly name: string
  readonly fee: bigint
  readonly parts: FeeParts
  /** The owner's and the ancestors' parts of the model part. */
  readonly owners: readonly { readonly account: string; readonly amount: bigint }[]
  readonly pool: string
}

/** A call's money: how the fee was cut, and who got what with which record. */
export type Income = {
  readonly fee: bigint
  readonly parts: FeeParts
  readonly components: readonly ComponentIncome[]
  readonly operator: string
  /** What each entry of the attribution brought, in its order, and the Datanet owner's part of that. */
  readonly sources: readonly { readonly whole: bigint; readonly owner: bigint }[]
  /** What each account gets; empty while the call is not attributed. */
  readonly credits: readonly Credit[]
}

/**
 * Derives a call's payout from its receipt, prices and split on chain and its attribution, by the very code that
 * builds and verifies epochs.
 *
 * @returns undefined while a part is unknown here, or when the receipt's fee is not tokens × price
 * @throws PAYOUT_*, SPLIT_INVALID when the attribution does not add up
 */
export function deriveIncome({ call, operator, models, prices, datanets }: IncomeInput): Income | undefined {
  const { receipt, attribution } = call
  if (receipt === null) return undefined
  const components = receipt.components.flatMap(({ modelId, scalePpm, priceVersion }) => {
    const model = models.find(({ openledger }) => openledger.modelId === modelId)
    const price = prices.get(modelId)?.find(({ version }) => version === priceVersion)
    if (model === undefined || price === undefined) return []
    const { inputPrice, outputPrice } = price
    return [{ model, scalePpm, price: { inputPrice: BigInt(inputPrice), outputPrice: BigInt(outputPrice) } }]
  })
  if (components.length !== receipt.components.length) return undefined
  const { fee, componentFees } = callFee(receipt, components)
  if (fee.toString() !== receipt.fee) return undefined
  const paid = components.flatMap(({ model }, i) => {
    const { modelId, split } = model.openledger
    const holder = call.holders?.models.find((one) => one.modelId === modelId)
    if (holder === undefined) return []
    return [{ fee: componentFees[i] ?? 0n, split, name: model.id, ...holder }]
  })
  if (paid.length !== components.length) return undefined
  const cut = paid.map(({ modelId, name, fee: whole, split, royalties, owner, pool }): ComponentIncome => {
    const ofModel = splitFee(whole, split)
    return { modelId, name, fee: whole, parts: ofModel, owners: splitShares(ofModel.model, royalties, owner), pool }
  })
  const money = { fee, parts: cut.map(({ parts: one }) => one).reduce(addParts), components: cut, operator }
  const { parts } = money
  if (attribution === null) return { ...money, sources: [], credits: [] }
  const datanetOf = (datanetId: string) => {
    const datanet = datanets.find((one) => one.datanetId === datanetId)
    if (datanet === undefined) throw new RangeError(`unknown Datanet ${datanetId}`)
    return datanet
  }
  const byCommitment = new Map(attribution.entries.map((entry) => [entry.commitment, entry]))
  const holderOf = (datanetId: string | undefined) => call.holders?.datanets.find((one) => one.datanetId === datanetId)
  if (
    attribution.entries.some(
      ({ datanetId, contributor }) =>
        !datanets.some((one) => one.datanetId === datanetId) ||
        (contributor !== null && holderOf(datanetId) === undefined),
    )
  )
    return undefined
  const pots = new Map(call.holders?.pots.map(({ commitment, pot }) => [commitment, pot]))
  const { credits } = payCall({
    operator,
    components: paid,
    attributions: attribution.entries.map(({ commitment, method, score, sharePpm, weight, indexHash }) => ({
      commitment,
      method: METHOD[method],
      score: BigInt(score),
      sharePpm,
      weight: BigInt(weight),
      indexHash,
    })),
    recordOwner: (commitment) => {
      const entry = byCommitment.get(commitment)
      const { rateBps, owner } = datanetOf(entry?.datanetId ?? '')
      const holder = holderOf(entry?.datanetId)
      return {
        contributor: pots.get(commitment) ?? entry?.contributor ?? owner,
        datanetOwner: holder?.owner ?? owner,
        curators: holder?.curators ?? [],
        rateBps,
      }
    },
    treasury: (datanetId) => datanetOf(datanetId).treasury,
  })
  const weights = attribution.entries.map(({ weight }) => BigInt(weight))
  const sources = (weights.length === 0 ? [] : prefixCuts(parts.data, weights, W)).map((whole, i) => {
    const entry = attribution.entries[i]
    const rate = entry === undefined || entry.method === 'flat' ? 0 : datanetOf(entry.datanetId).rateBps
    return { whole, owner: (whole * BigInt(rate)) / 10_000n }
  })
  return { ...money, sources, credits }
}

/** Whether the epoch credited exactly what was derived; undefined while it has credited nothing. */
export function creditedAsDerived(call: Call, credits: readonly Credit[]): boolean | undefined {
  if (call.payouts === null) return undefined
  const key = (account: string, role: number, commitment: string) => `${account} ${role} ${commitment}`
  const derived = new Map(credits.map((one) => [key(one.account, one.role, one.commitment), one.amount]))
  return (
    derived.size === call.payouts.length &&
    call.payouts.every(
      ({ account, role, commitment, amount }) =>
        derived.get(key(account, ROLE[role], commitment))?.toString() === amount,
    )
  )
}

function addParts(a: FeeParts, b: FeeParts): FeeParts {
  return {
    burn: a.burn + b.burn,
    operator: a.operator + b.operator,
    model: a.model + b.model,
    stakers: a.stakers + b.stakers,
    data: a.data + b.data,
  }
}
