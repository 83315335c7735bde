import type { TokenEvent } from '../src/engine.ts'

/** Runs a generation to its end. */
export async function collect(events: AsyncIterable<TokenEvent>) {
  const tokens: number[] = []
  const logprobs: number[] = []
  let text = ''
  let start: Extract<TokenEvent, { type: 'start' }> | undefined
  let end: Extract<TokenEvent, { type: 'end' }> | undefined
  for await (const event of events) {
    if (event.type === 'start') start = event
    else if (event.type === 'end') end = event
    else {
      tokens.push(event.tokenId)
      logprobs.push(event.logprob ?? Number.NaN)
      text += event.text
    }
  }
  return { text, tokens, logprobs, start, end }
}
