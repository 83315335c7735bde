import type { ToolCall } from '@openledger/core/api/tools.ts'
import type { ReservedCall } from '../calls/reserveCalls.ts'

const BEGINNING = /^\{\s*"name":\s*"([\w-]+)"\s*,\s*"arguments":\s*/

/** Whether this call's answer may be the call of a function. */
export function mayCallTools(call: ReservedCall): boolean {
  return call.request.params.output?.type === 'tool_call'
}

/**
 * The call of a function that an answer is, as far as it has come: the grammar lets an answer with a brace in front be
 * nothing else.
 *
 * @param state `open`: more may come, so braces at the end are held back that may be the answer's own; `whole`: the last
 *   brace is; `cut`: the answer ended before it
 * @returns undefined while there is no name yet, and for text
 */
export function readToolCall(
  call: ReservedCall,
  answer: string,
  state: 'open' | 'whole' | 'cut',
): ToolCall | undefined {
  const match = BEGINNING.exec(answer)
  if (match === null) return undefined
  const [beginning, name = ''] = match
  const rest = answer.slice(beginning.length)
  const end = { open: /[\s}]*$/, whole: /\s*\}$/, cut: /$/ }[state]
  const id = `call_${call.callId.slice(2, 26)}`
  return { id, type: 'function', function: { name, arguments: rest.replace(end, '') } }
}
