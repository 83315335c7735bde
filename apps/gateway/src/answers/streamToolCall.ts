import type { ToolCallDelta } from '@openledger/core/api/tools.ts'
import type { ReservedCall } from '../calls/reserveCalls.ts'
import { readToolCall } from './toolCall.ts'

/** A streamed answer that may be the call of a function. */
export type ToolCallStream = {
  /** Takes the next piece of the answer. @returns whether the answer is a call, so that it isn't told as text */
  readonly push: (text: string) => boolean
  /** What can be told since the last time. */
  readonly take: (state: 'open' | 'whole' | 'cut') => readonly ToolCallDelta[]
  readonly isCall: boolean
  /** Whether the function's name was told. */
  readonly isNamed: boolean
}

/** Tells the call of a function piece by piece: first its id and name, then its arguments as they come. */
export function streamToolCall(call: ReservedCall): ToolCallStream {
  let answer = ''
  let told: number | undefined
  return {
    push: (text) => {
      answer += text
      return answer.startsWith('{')
    },
    take: (state) => {
      const made = readToolCall(call, answer, state)
      if (made === undefined) return []
      const { id, type, function: called } = made
      const isFirst = told === undefined
      const rest = called.arguments.slice(told ?? 0)
      told = Math.max(told ?? 0, called.arguments.length)
      const first: ToolCallDelta = { index: 0, id, type, function: { name: called.name, arguments: '' } }
      return [
        ...(isFirst ? [first] : []),
        ...(rest === '' ? [] : [{ index: 0 as const, function: { arguments: rest } }]),
      ]
    },
    get isCall() {
      return answer.startsWith('{')
    },
    get isNamed() {
      return told !== undefined
    },
  }
}
