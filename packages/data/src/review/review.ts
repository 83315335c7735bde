import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer, ReviewReason, ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'

/**
 * Where a record's review stands. `open`: it gets its reviews. `adjudication`: somebody has to decide. `settled`: it has
 * its outcome; a refusal may be appealed once. `appealed`: somebody has to decide again; the outcome holds meanwhile.
 * `final`: nothing changes it.
 */
export const REVIEW_STAGES = ['open', 'adjudication', 'settled', 'appealed', 'final'] as const
export type ReviewStage = (typeof REVIEW_STAGES)[number]

/** One reviewer's turn at a record. All times are Unix seconds. */
export type ReviewTask = {
  readonly taskId: string
  readonly reviewer: Address
  readonly status: 'leased' | 'answered' | 'expired'
  readonly dueAt: number
  readonly answer: ReviewAnswer | null
  readonly answeredAt: number | null
}

/** Who gave a record its outcome: its reviews, a person, or a deadline that passed while nobody did. */
export const OUTCOME_SOURCES = ['reviews', 'adjudicator', 'deadline', 'appeal'] as const

/** What was decided of a record. */
export type ReviewOutcome = {
  readonly verdict: ReviewVerdict
  readonly by: (typeof OUTCOME_SOURCES)[number]
  /** The person who decided; null for reviews and deadlines. */
  readonly account: Address | null
  readonly reason: ReviewReason | null
  readonly note: string | null
  readonly at: number
}

/** The review of one record: everything that decides what may happen next. */
export type Review = {
  readonly commitment: Hash32
  readonly contributor: Address
  readonly stage: ReviewStage
  readonly openedAt: number
  /** Whose turn it is in `adjudication` and `appealed`, and since when. */
  readonly desk: 'curators' | 'owner' | null
  readonly deskSince: number | null
  /** Share of the reviews that say what most say; null until all are there. */
  readonly agreementBps: number | null
  readonly outcome: ReviewOutcome | null
  readonly appeal: { readonly at: number; readonly words: string } | null
  /** Who decided at any time: an appeal is for somebody else. */
  readonly deciders: readonly Address[]
  readonly tasks: readonly ReviewTask[]
}

/** Who has a say in a Datanet, as the chain has it now. */
export type ReviewPeople = { readonly owner: Address; readonly curators: readonly Address[] }

/** A record's review as it begins. */
export function openReview(commitment: Hash32, contributor: Address, openedAt: number): Review {
  return {
    commitment,
    contributor,
    stage: 'open',
    openedAt,
    desk: null,
    deskSince: null,
    agreementBps: null,
    outcome: null,
    appeal: null,
    deciders: [],
    tasks: [],
  }
}
