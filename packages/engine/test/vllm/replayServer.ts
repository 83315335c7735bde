import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Exchange, exchangeSchema, questionKey, weightsOf } from './exchange.ts'

/** Of a real server; `recordVllm.ts` wrote it. */
export const EXCHANGES = fileURLToPath(new URL('../fixtures/vllm-exchanges.jsonl', import.meta.url))

export function readExchanges(): Exchange[] {
  const lines = readFileSync(EXCHANGES, 'utf8').trimEnd().split('\n')
  return lines.map((line) => exchangeSchema.parse(JSON.parse(line)))
}

/**
 * Answers as a real vLLM server did: the first time that a question comes with its first answer, then with the next. A
 * question that was never put to it fails the test, and so do other weights than those that it was told to load.
 *
 * @param folder of adapters
 * @param change of what is answered, to have it fail
 */
export function replay(folder: string, change: (exchange: Exchange) => Exchange = (same) => same) {
  const answers = Map.groupBy(readExchanges(), questionKey)
  const unknown: string[] = []
  const open = new Set<ServerResponse>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [method, path] = [request.method === 'POST' ? 'POST' : 'GET', request.url ?? ''] as const
    const said = await text(request)
    const question = { method, path, request: said === '' ? null : JSON.parse(said) } as const
    const known = answers.get(questionKey(question)) ?? []
    const found = known.length > 1 ? known.shift() : known[0]
    const weights = await weightsOf(path, question.request, folder)
    if (found === undefined || found.weights !== weights) {
      unknown.push(`${questionKey(question)} ${weights ?? ''}`)
      response.writeHead(500).end('this was never asked')
      return
    }
    const { status, type, pieces, left } = change(found)
    response.writeHead(status, { 'content-type': type })
    for (const piece of pieces) response.write(piece)
    if (!left) return void response.end()
    // The client left here: it has to do so again.
    open.add(response)
    response.once('close', () => open.delete(response))
  }
  return {
    answer: (request: IncomingMessage, response: ServerResponse) => void answer(request, response),
    /** Questions that were not recorded. */
    unknown,
    /** Answers whose client has not left yet. */
    open,
  }
}
