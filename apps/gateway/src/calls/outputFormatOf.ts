import type { ChatRequest } from '@openledger/core/api/chat.ts'
import type { Tool } from '@openledger/core/api/tools.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OutputFormat } from '@openledger/core/outputSchema/outputFormat.ts'
import { gatewayErrors } from '../errors.ts'

/** What an answer must be, and the functions that the model is told of. */
export type AskedOutput = { readonly tools: readonly Tool[]; readonly output: OutputFormat | undefined }

/**
 * Reads response_format, tools and tool_choice together.
 *
 * @throws REQUEST_INVALID where they don't go together
 */
export function outputFormatOf(chat: ChatRequest): AskedOutput {
  const format = chat.response_format ?? { type: 'text' }
  const choice = chat.tool_choice ?? 'auto'
  const offered = chat.tools ?? []
  const tools = choice === 'none' ? [] : chosen(offered, choice)
  if (tools.length === 0) {
    if (choice === 'required' || typeof choice === 'object')
      refuse('tool_choice', 'names a function that is not in tools')
    if (format.type === 'text') return { tools, output: undefined }
    if (format.type === 'json_object') return { tools, output: { type: 'json_object' } }
    return { tools, output: { type: 'json_schema', schema: format.json_schema.schema } }
  }
  if (format.type !== 'text') refuse('response_format', 'does not go with tools that may be called')
  if (chat.logprobs === true) refuse('logprobs', 'does not go with tools that may be called')
  const names = tools.map((tool) => tool.function.name)
  if (new Set(names).size < names.length) refuse('tools', 'names a function twice')
  const output: OutputFormat = {
    type: 'tool_call',
    required: choice !== 'auto',
    tools: tools.map(({ function: { name, parameters } }) => ({ name, parameters: parameters ?? { type: 'object' } })),
  }
  return { tools, output }
}

function chosen(offered: readonly Tool[], choice: NonNullable<ChatRequest['tool_choice']>): readonly Tool[] {
  return typeof choice === 'string' ? offered : offered.filter((tool) => tool.function.name === choice.function.name)
}

function refuse(param: string, why: string): never {
  throw new OpenLedgerError(gatewayErrors.REQUEST_INVALID, `In the body, ${param} ${why}.`, { details: { param } })
}
