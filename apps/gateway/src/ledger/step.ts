import type { calls } from '@openledger/db/schema/calls.ts'
import type { idempotencyKeys } from '@openledger/db/schema/idempotencyKeys.ts'
import type { receipts } from '@openledger/db/schema/receipts.ts'
import type { ChannelState } from './channelState.ts'

/** What a step writes beside its channel's and its key's amounts. */
export type StepWrites = {
  /** Calls that are reserved together. */
  readonly opened?: readonly Omit<typeof calls.$inferInsert, 'status' | 'createdAt'>[]
  /** The request's name that the first of them gets, also in place of a call that cost nothing. */
  readonly named?: Omit<typeof idempotencyKeys.$inferInsert, 'createdAt'>
  /** A reserved call that ends, or an unpaid one that is paid. */
  readonly ended?: Required<
    Pick<
      typeof calls.$inferInsert,
      'callId' | 'status' | 'answer' | 'outputTokens' | 'settledAt' | 'finishReason' | 'errorCode' | 'bill'
    >
  >
  /** Its receipt. */
  readonly billed?: Omit<typeof receipts.$inferInsert, 'epoch' | 'createdAt'>
}

/** What a step comes to: the channel after it, what is to be written, and what its asker is told once it is. */
export type Step<Result> = { readonly state: ChannelState; readonly writes: StepWrites; readonly result: Result }

/**
 * Decides about a step from a channel's state; throws to refuse it. It can be asked several times for one step, and
 * leaves no trace but what it returns.
 *
 * @param isWritten - whether the tables have everything that made the state
 * @returns undefined to be asked again once they have
 */
export type Decide<Result> = (state: ChannelState, isWritten: boolean) => Promise<Step<Result> | undefined>
