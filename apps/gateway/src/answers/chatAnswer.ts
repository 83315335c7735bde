import { urlCitations } from '@openledger/attribution/citations/urlCitations.ts'
import type { ChatChunk, ChatResponse } from '@openledger/core/api/chat.ts'
import type { ToolCallDelta } from '@openledger/core/api/tools.ts'
import type { DoneEvent } from '../calls/callEvents.ts'
import type { ReservedCall } from '../calls/reserveCalls.ts'
import type { AnswerShape, ChoiceStream, EndedChoice } from './answerShape.ts'
import { streamToolCall } from './streamToolCall.ts'
import { mayCallTools, readToolCall } from './toolCall.ts'

type Choice = Omit<ChatResponse['choices'][number], 'index'>
type Piece = Omit<ChatChunk['choices'][number], 'index'>

/** The answers of POST /v1/chat/completions. */
export const chatAnswer: AnswerShape<'chat.completion', 'chat.completion.chunk', Choice, Piece> = {
  idPrefix: 'chatcmpl-',
  wholeObject: 'chat.completion',
  chunkObject: 'chat.completion.chunk',
  whole: wholeChoice,
  stream: streamChoice,
}

/** Whether an answer came to its own end. */
function endOf({ finish }: DoneEvent): 'whole' | 'cut' {
  return finish === 'stop' ? 'whole' : 'cut'
}

/** OpenAI's word for why an answer ended. */
function finishReason({ finish }: DoneEvent, isCall: boolean): 'stop' | 'length' | 'tool_calls' {
  if (finish === 'length') return 'length'
  return isCall && finish === 'stop' ? 'tool_calls' : 'stop'
}

function wholeChoice({ call, end, logprobs }: EndedChoice): Choice {
  const tool = mayCallTools(call) ? readToolCall(call, end.answer, endOf(end)) : undefined
  const annotations = tool === undefined ? urlCitations(end.answer, call.documents) : []
  return {
    message: {
      role: 'assistant',
      content: tool === undefined ? end.answer : null,
      refusal: null,
      ...(tool === undefined ? {} : { tool_calls: [tool] }),
      ...(annotations.length > 0 ? { annotations } : {}),
    },
    logprobs: call.topLogprobs == null ? null : { content: [...logprobs], refusal: null },
    finish_reason: finishReason(end, tool !== undefined),
  }
}

function streamChoice(call: ReservedCall): ChoiceStream<Piece> {
  const tool = mayCallTools(call) ? streamToolCall(call) : undefined
  const piece = (delta: Piece['delta']): Piece => ({ delta, logprobs: null, finish_reason: null })
  const toPieces = (calls: readonly ToolCallDelta[]) => calls.map((delta) => piece({ tool_calls: [delta] }))
  return {
    begin: () => [piece({ role: 'assistant', content: '' })],
    text: ({ text, logprob }) => {
      if (tool?.push(text)) return toPieces(tool.take('open'))
      const logprobs = logprob === undefined ? null : { content: [logprob], refusal: null }
      return [{ ...piece({ content: text }), logprobs }]
    },
    end: (event) => {
      const told = tool?.isCall === true ? toPieces(tool.take(endOf(event))) : []
      // It ended before the function's name: what there is of it is told as it is.
      if (tool?.isCall === true && !tool.isNamed) told.push(piece({ content: event.answer }))
      const annotations = tool?.isCall === true ? [] : urlCitations(event.answer, call.documents)
      const last = piece(annotations.length > 0 ? { annotations } : {})
      return [...told, { ...last, finish_reason: finishReason(event, tool?.isNamed === true) }]
    },
  }
}
