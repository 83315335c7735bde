import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { SettledCall } from './settledCall.ts'

/** A piece of an answer. */
export type TextEvent = {
  readonly type: 'text'
  readonly text: string
  /** The token that the text is of, where the caller asked for it; its text may then be empty. */
  readonly logprob?: TokenLogprob
}

/** An answer's end, its own or the caller's. */
export type DoneEvent = {
  readonly type: 'done'
  readonly answer: string
  readonly outputTokens: number
  readonly finish: 'stop' | 'length' | 'cancelled'
  /** Undefined when nothing was charged. */
  readonly settled: SettledCall | undefined
}

export type FailedEvent = {
  readonly type: 'failed'
  readonly error: OpenLedgerError
  readonly settled: SettledCall | undefined
}

/** What happens to a call, in order: any number of texts, then one of the other two. */
export type CallEvent = TextEvent | DoneEvent | FailedEvent

/** What happens to the calls of a request. `index`: of the choice that the call makes. */
export type ChoiceEvent = CallEvent & { readonly index: number }

/** A queue that its writer never waits on: what a caller doesn't read holds up neither engine nor settlement. */
export type ChoiceEventQueue = AsyncIterable<ChoiceEvent> & { readonly push: (event: ChoiceEvent) => void }

/**
 * An empty queue.
 *
 * @param calls it ends once so many calls have
 */
export function createChoiceEventQueue(calls: number): ChoiceEventQueue {
  const waiting: ChoiceEvent[] = []
  let wake: () => void = () => {}
  return {
    push: (event) => {
      waiting.push(event)
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (let open = calls; open > 0; ) {
        const event = waiting.shift()
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        if (event.type !== 'text') open -= 1
        yield event
      }
    },
  }
}
