import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { SettledCall } from './settleCall.ts'

/** What happens to a call, in order: any number of texts, then one of the other two. */
export type CallEvent =
  | {
      readonly type: 'text'
      readonly text: string
      /** The token that the text is of, where the caller asked for it; its text may then be empty. */
      readonly logprob?: TokenLogprob
    }
  | {
      readonly type: 'done'
      readonly answer: string
      readonly outputTokens: number
      readonly finish: 'stop' | 'length' | 'cancelled'
      /** Undefined when nothing was charged. */
      readonly settled: SettledCall | undefined
    }
  | { readonly type: 'failed'; readonly error: OpenLedgerError; readonly settled: SettledCall | undefined }

/** A queue that its writer never waits on: what a caller doesn't read holds up neither engine nor settlement. */
export type CallEventQueue = AsyncIterable<CallEvent> & { readonly push: (event: CallEvent) => void }

/** An empty queue; it ends after an event of type done or failed. */
export function createCallEventQueue(): CallEventQueue {
  const waiting: CallEvent[] = []
  let wake: () => void = () => {}
  return {
    push: (event) => {
      waiting.push(event)
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const event = waiting.shift()
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        yield event
        if (event.type !== 'text') return
      }
    },
  }
}
