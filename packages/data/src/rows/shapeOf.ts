import type { Mapping } from '@openledger/core/api/uploads.ts'

/** How a row holds records: the record itself, a known shape of training data, columns as mapped, or none. */
export type Shape =
  | { readonly name: 'record' }
  | { readonly name: 'alpaca' }
  | { readonly name: 'sharegpt' | 'messages'; readonly column: string }
  | { readonly name: 'columns'; readonly mapping: Mapping }

const questions = ['question', 'prompt', 'query', 'input'] as const
const answers = ['answer', 'response', 'completion', 'output'] as const
const texts = ['text', 'content', 'document', 'body'] as const
const addresses = ['url', 'source_url', 'link'] as const

/**
 * Finds the shape of a row by its columns and what they hold: our own records; alpaca (instruction, input, output:
 * Taori et al. 2023); ShareGPT (conversations of from and value); OpenAI's chat format (messages of role and content);
 * a question and an answer; a text. Undefined where none fits: then the columns have to be mapped by hand.
 */
export function shapeOf(row: Readonly<Record<string, unknown>>): Shape | undefined {
  if (row['kind'] === 'qa' || row['kind'] === 'document') return { name: 'record' }
  if (isTurns(row['conversations'], 'from', 'value')) return { name: 'sharegpt', column: 'conversations' }
  for (const column of ['messages', 'conversations'] as const) {
    if (isTurns(row[column], 'role', 'content')) return { name: 'messages', column }
  }
  if (typeof row['instruction'] === 'string' && typeof row['output'] === 'string') return { name: 'alpaca' }
  const byName = new Map(Object.keys(row).map((name) => [name.toLowerCase(), name]))
  const find = (names: readonly string[]) => names.map((name) => byName.get(name)).find((name) => name !== undefined)
  const prompt = find(questions)
  const answer = find(answers)
  if (prompt !== undefined && answer !== undefined) {
    return { name: 'columns', mapping: { kind: 'qa', prompts: [prompt], answer } }
  }
  const text = find(texts)
  if (text === undefined) return undefined
  const title = find(['title'])
  const url = find(addresses)
  const more = { ...(title === undefined ? {} : { title }), ...(url === undefined ? {} : { url }) }
  return { name: 'columns', mapping: { kind: 'document', text, ...more } }
}

function isTurns(value: unknown, who: string, what: string): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((turn) => typeof turn === 'object' && turn !== null && typeof turn[who] === 'string' && what in turn)
  )
}
