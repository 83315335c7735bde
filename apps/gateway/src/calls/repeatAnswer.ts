import type { CallEvent } from './callEvents.ts'
import type { EndedCall } from './findEndedCall.ts'

/** The events of an answer that was given before: all its text at once, then its end. */
export async function* repeatAnswer({ outcome }: EndedCall): AsyncGenerator<CallEvent> {
  if (outcome.answer !== '') yield { type: 'text', text: outcome.answer }
  yield { type: 'done', ...outcome }
}
