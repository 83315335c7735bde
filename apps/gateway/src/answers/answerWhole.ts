import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { DoneEvent } from '../calls/callEvents.ts'
import { answerId, choiceEvidence, usageOf } from './answerFields.ts'
import type { AnswerShape, OpenedAnswer } from './answerShape.ts'
import { callEvidence } from './callEvidence.ts'

/**
 * An answer as one JSON document.
 *
 * @throws the error that cut a call, once all have settled
 */
export async function answerWhole<Whole extends string, Chunk extends string, Choice, Piece>(
  shape: AnswerShape<Whole, Chunk, Choice, Piece>,
  { calls, events, created_ms }: OpenedAnswer,
) {
  const logprobs = calls.map((): TokenLogprob[] => [])
  const ends = new Map<number, DoneEvent>()
  let failed: Error | undefined
  for await (const event of events) {
    if (event.type === 'done') ends.set(event.index, event)
    else if (event.type === 'failed') failed ??= event.error
    else if (event.logprob !== undefined) logprobs[event.index]?.push(event.logprob)
  }
  if (failed !== undefined) throw failed
  const choices = calls.map((call, index) => {
    const end = ends.get(index)
    if (end === undefined) throw new Error('A call ended without an end event.')
    const choice = shape.whole({ call, end, logprobs: logprobs[index] ?? [] })
    return { index, ...choice, ...choiceEvidence(calls, call, end.settled) }
  })
  return {
    id: answerId(shape.idPrefix, calls),
    object: shape.wholeObject,
    created: Math.floor(created_ms / 1000),
    model: calls[0].model.name,
    choices,
    usage: usageOf(Array.from(ends.values(), ({ settled }) => settled)),
    openledger: callEvidence(calls[0], ends.get(0)?.settled),
  }
}
