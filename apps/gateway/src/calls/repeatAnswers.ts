import type { ChoiceEvent } from './callEvents.ts'
import type { EndedCall } from './findEndedCalls.ts'

/** The events of answers that were given before: for each all its text at once, then its end. */
export async function* repeatAnswers(calls: readonly EndedCall[]): AsyncGenerator<ChoiceEvent> {
  for (const [index, { outcome }] of calls.entries()) {
    if (outcome.answer !== '') yield { type: 'text', text: outcome.answer, index }
    yield { type: 'done', ...outcome, index }
  }
}
