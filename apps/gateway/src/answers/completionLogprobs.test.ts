import { expect, test } from 'vitest'
import { completionLogprobs } from './completionLogprobs.ts'

const candidate = (token: string, logprob: number) => ({ token, logprob, bytes: [...Buffer.from(token)] })

test('offsets count UTF-16 code units; the token that was taken is among the likeliest; of equal texts the likeliest counts', () => {
  const tokens = [
    { ...candidate('a\u{1f600}', -1), top_logprobs: [candidate('b', -0.5), candidate('a\u{1f600}', -1)] },
    { ...candidate('', -3), top_logprobs: [candidate('', -0.1), candidate('c', -2)] },
    { ...candidate('d', -4), top_logprobs: [] },
  ]
  expect(completionLogprobs(tokens, 5)).toEqual({
    tokens: ['a\u{1f600}', '', 'd'],
    token_logprobs: [-1, -3, -4],
    top_logprobs: [{ b: -0.5, 'a\u{1f600}': -1 }, { '': -0.1, c: -2 }, { d: -4 }],
    text_offset: [5, 8, 8],
  })
})
