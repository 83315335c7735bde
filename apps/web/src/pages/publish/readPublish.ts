import { slugSchema } from '@openledger/core/api/primitives.ts'
import { publicationSchema } from '@openledger/core/api/publishing.ts'
import { BURN_MIN_BPS, DEFAULT_SPLIT, type Split } from '@openledger/core/payout/splitFee.ts'
import { formatOpen } from '../../format/formatOpen.ts'
import { parseOpen } from '../../format/parseOpen.ts'
import { text } from '../../text/text.ts'
import { readBps } from '../new-datanet/draft.ts'

export const SPLIT_PARTS = ['data', 'model', 'stakers', 'operator', 'burn'] as const

/** A publication as it is typed. */
export type PublishDraft = {
  readonly name: string
  readonly input: string
  readonly output: string
  readonly split: Readonly<Record<keyof Split, string>>
  readonly licence: string
  /** Roots of versions that calls look things up in. */
  readonly retrieval: readonly string[]
  /** Empty for none. */
  readonly evaluationId: string
}

/** What the grants of a model's data ask. */
export type Least = { readonly minDataShareBps: number; readonly minOutputPrice: string }

type Read = { readonly inputPrice: bigint; readonly outputPrice: bigint; readonly split: Split }
type Wrong = Partial<Record<'name' | 'input' | 'output' | 'split' | 'licence', string>>

/** Greatest price that the contract takes, wei: the whole supply. */
const PRICE_MAX = 1_000_000_000n * 10n ** 18n

/** An amount in OPEN as people write it, without zeros that say nothing. */
export function openText(wei: string | bigint): string {
  const { head, tail } = formatOpen(wei)
  const whole = `${head.replaceAll(',', '')}${tail}`
  return whole.replace(/\.?0+$/, '')
}

/** The default split, or as near to it as the grants allow: what data gets more is taken from stakers, then the model. */
export function firstSplit(hasData: boolean, minDataShareBps: number): Readonly<Record<keyof Split, string>> {
  const { burn, operator } = DEFAULT_SPLIT
  const more = Math.max(0, minDataShareBps - DEFAULT_SPLIT.data)
  const stakers = Math.max(0, DEFAULT_SPLIT.stakers - more)
  const data = DEFAULT_SPLIT.data + more
  const split = hasData
    ? { burn, data, stakers, operator, model: 10_000 - burn - data - stakers - operator }
    : { burn, data: 0, stakers: 0, operator: 7_800, model: 2_000 }
  const percent = (bps: number) => String(bps / 100)
  return {
    burn: percent(split.burn),
    operator: percent(split.operator),
    model: percent(split.model),
    stakers: percent(split.stakers),
    data: percent(split.data),
  }
}

/** Prices as typed, held to what the contract and the grants ask. */
export function readPrices(
  typed: { readonly input: string; readonly output: string },
  { minOutputPrice }: Pick<Least, 'minOutputPrice'>,
): {
  readonly prices: { readonly inputPrice: bigint; readonly outputPrice: bigint } | undefined
  readonly wrong: Wrong
} {
  const words = text.publish
  const [inputPrice, outputPrice] = [readPrice(typed.input), readPrice(typed.output)]
  const wrong: Wrong = {}
  if (inputPrice === undefined) wrong.input = words.priceWrong
  if (outputPrice === undefined) wrong.output = words.priceWrong
  else if (outputPrice < BigInt(minOutputPrice)) wrong.output = words.priceLow(openText(minOutputPrice))
  const whole = inputPrice !== undefined && outputPrice !== undefined && Object.keys(wrong).length === 0
  return { prices: whole ? { inputPrice, outputPrice } : undefined, wrong }
}

function readPrice(typed: string): bigint | undefined {
  const wei = parseOpen(typed)
  return wei === undefined || BigInt(wei) > PRICE_MAX ? undefined : BigInt(wei)
}

/** What a draft stands for, or what is wrong with it by field: all that the contract would refuse is said before. */
export function readPublish(
  draft: PublishDraft,
  least: Least,
  hasData: boolean,
): { readonly read: Read | undefined; readonly wrong: Wrong } {
  const words = text.publish
  const { prices, wrong } = readPrices(draft, least)
  if (!slugSchema.safeParse(draft.name.trim()).success) wrong.name = words.nameWrong
  if (!publicationSchema.shape.licence.safeParse(draft.licence).success) wrong.licence = words.licenceWrong
  const split = readSplit(draft.split)
  const splitWrong = split === undefined ? words.splitNumber : wrongSplit(split, least, hasData)
  if (splitWrong !== undefined) wrong.split = splitWrong
  const whole = prices !== undefined && split !== undefined && Object.keys(wrong).length === 0
  return { read: whole ? { ...prices, split } : undefined, wrong }
}

function readSplit(typed: PublishDraft['split']): Split | undefined {
  const part = (name: keyof Split) => readBps(typed[name]) ?? Number.NaN
  const split = {
    burn: part('burn'),
    operator: part('operator'),
    model: part('model'),
    stakers: part('stakers'),
    data: part('data'),
  }
  return Object.values(split).every((bps) => bps <= 10_000) ? split : undefined
}

function wrongSplit(split: Split, { minDataShareBps }: Least, hasData: boolean): string | undefined {
  const words = text.publish
  const sum = Object.values(split).reduce((all, bps) => all + bps, 0)
  if (sum !== 10_000) return words.splitSum(String(sum / 100))
  if (split.burn < BURN_MIN_BPS) return words.splitBurn
  if (hasData && split.data === 0) return words.splitDataNone
  return split.data < minDataShareBps ? words.splitData(String(minDataShareBps / 100)) : undefined
}

/** Whether the split gives away what is the developer's by default: an account without a wallet confirms it. */
export function givesAway(typed: PublishDraft['split']): boolean {
  const split = readSplit(typed)
  return split !== undefined && (split.model < DEFAULT_SPLIT.model || split.stakers > DEFAULT_SPLIT.stakers)
}
