import { slugSchema } from '@openledger/core/api/primitives.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { DatanetPlan } from '@openledger/sdk/setUpDatanet.ts'
import { z } from 'zod'
import { keptDraft } from '../../account/keptDraft.ts'
import { text } from '../../text/text.ts'
import { LICENCES } from './licences.ts'

/** A Datanet as it is typed; what is empty has a meaning of its own for each field. */
export const draftSchema = z.object({
  title: z.string(),
  slug: z.string(),
  about: z.string(),
  licence: z.string(),
  terms: z.string(),
  rate: z.string(),
  treasury: z.string(),
  inAll: z.string(),
  aDay: z.string(),
  /** Its creation was begun: what goes on chain is not changed under way. */
  started: z.boolean(),
})
export type Draft = z.output<typeof draftSchema>
export type DraftField = Exclude<keyof Draft, 'started'>

/** What is offered first. */
const FIRST = 'CC-BY-4.0'

export const EMPTY: Draft = {
  title: '',
  slug: '',
  about: '',
  licence: FIRST,
  terms: text.newDatanet.termsOf(FIRST, LICENCES.get(FIRST) ?? ''),
  rate: '10',
  treasury: '',
  inAll: '',
  aDay: '',
  started: false,
}

/** What the account has typed before in this browser. */
export const { load: loadDraft, save: saveDraft } = keptDraft('datanet', draftSchema, EMPTY)

/** A percentage as it is typed, in 1/10,000; undefined for what is none. */
export function readBps(typed: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? []
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** A limit as it is typed: 0, for none, where nothing is; undefined for what is no count. */
export function readLimit(typed: string): number | undefined {
  if (typed.trim() === '') return 0
  const count = /^\d{1,10}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  return count < 2 ** 32 ? count : undefined
}

/** The plan that a draft stands for, and what is wrong with it by field. */
export function readDraft(
  draft: Draft,
  account: Address,
): { readonly plan: DatanetPlan; readonly wrong: Partial<Record<DraftField, string>> } {
  const words = text.newDatanet
  const wrong: Partial<Record<DraftField, string>> = {}
  const title = draft.title.trim()
  if (title === '' || title.length > 120) wrong.title = words.titleWrong
  const slug = draft.slug.trim()
  if (!slugSchema.safeParse(slug).success) wrong.slug = words.slugWrong
  const rateBps = readBps(draft.rate) ?? Number.NaN
  if (!(rateBps <= 2_000)) wrong.rate = words.rateWrong
  const typed = draft.treasury.trim().toLowerCase()
  if (typed !== '' && !/^0x[0-9a-f]{40}$/.test(typed)) wrong.treasury = words.treasuryWrong
  const [recordsInAll, recordsADay] = [readLimit(draft.inAll), readLimit(draft.aDay)]
  if (recordsInAll === undefined) wrong.inAll = words.limitWrong
  if (recordsADay === undefined) wrong.aDay = words.limitWrong
  const plan = {
    slug,
    title,
    text: draft.about.trim(),
    terms: draft.terms.trim(),
    licence: draft.licence,
    rateBps,
    treasury: typed === '' ? account : (typed as Address),
    limits: { recordsInAll: recordsInAll ?? 0, recordsADay: recordsADay ?? 0 },
  }
  return { plan, wrong }
}
