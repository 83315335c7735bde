import type { CompletionChunk, CompletionResponse } from '@openledger/core/api/completions.ts'
import type { TokenLogprob } from '@openledger/core/api/tokenLogprobs.ts'
import type { DoneEvent } from '../calls/callEvents.ts'
import type { ReservedCall } from '../calls/reserveCalls.ts'
import type { AnswerShape, ChoiceStream, EndedChoice } from './answerShape.ts'
import { completionLogprobs } from './completionLogprobs.ts'

type Choice = Omit<CompletionResponse['choices'][number], 'index'>
type Piece = Omit<CompletionChunk['choices'][number], 'index'>

/** The answers of POST /v1/completions. */
export const completionAnswer: AnswerShape<'text_completion', 'text_completion', Choice, Piece> = {
  idPrefix: 'cmpl-',
  wholeObject: 'text_completion',
  chunkObject: 'text_completion',
  whole: wholeChoice,
  stream: streamChoice,
}

/** OpenAI's word for why an answer ended. */
function finishReason({ finish }: DoneEvent): 'stop' | 'length' {
  return finish === 'length' ? 'length' : 'stop'
}

function wholeChoice({ call, end, logprobs }: EndedChoice): Choice {
  return { text: end.answer, logprobs: logprobsOf(call, logprobs, 0), finish_reason: finishReason(end) }
}

function streamChoice(call: ReservedCall): ChoiceStream<Piece> {
  let told = 0
  return {
    begin: () => [],
    text: ({ text, logprob }) => {
      const logprobs = logprobsOf(call, logprob === undefined ? [] : [logprob], told)
      told += text.length
      return [{ text, logprobs, finish_reason: null }]
    },
    end: (event) => [{ text: '', logprobs: null, finish_reason: finishReason(event) }],
  }
}

function logprobsOf({ topLogprobs }: ReservedCall, tokens: readonly TokenLogprob[], offset: number) {
  return topLogprobs == null ? null : completionLogprobs(tokens, offset)
}
