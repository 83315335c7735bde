import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { ChoiceEvent, DoneEvent, TextEvent } from '../calls/callEvents.ts'
import type { ChoiceCalls, ReservedCall } from '../calls/reserveCalls.ts'

/** An answer that is being made, to be written. */
export type OpenedAnswer = {
  readonly calls: ChoiceCalls
  readonly events: AsyncIterable<ChoiceEvent>
  /** When it was asked. */
  readonly created_ms: number
  /** To be told when the caller stops reading. */
  readonly onHangUp: () => void
}

/** One choice of an answer, at its end. */
export type EndedChoice = {
  readonly call: ReservedCall
  readonly end: DoneEvent
  /** Of the answer's tokens; empty unless asked for. */
  readonly logprobs: readonly TokenLogprob[]
}

/** One choice of a streamed answer, as it comes. Each piece becomes a line of its own. */
export type ChoiceStream<Piece> = {
  readonly begin: () => readonly Piece[]
  readonly text: (event: TextEvent) => readonly Piece[]
  /** The last piece has the reason of the end. */
  readonly end: (event: DoneEvent) => readonly [...Piece[], Piece]
}

/** How a route writes its answers: OpenAI's names, and a choice's fields beside `index` and `openledger`. */
export type AnswerShape<Whole extends string, Chunk extends string, Choice, Piece> = {
  readonly idPrefix: string
  readonly wholeObject: Whole
  readonly chunkObject: Chunk
  readonly whole: (choice: EndedChoice) => Choice
  readonly stream: (call: ReservedCall) => ChoiceStream<Piece>
}
