import { expect, test } from 'vitest'
import { readVerdict } from './readVerdict.ts'

const verdicts = ['accept', 'refuse', 'unsure'] as const

test('a refusal has a reason, nothing else has one, and words are kept', () => {
  expect(readVerdict('accept', {}, verdicts)).toEqual({ verdict: 'accept', reason: null, note: null })
  expect(readVerdict('refuse', { reason: 'unclear', note: 'Which one?' }, verdicts)).toEqual({
    verdict: 'refuse',
    reason: 'unclear',
    note: 'Which one?',
  })
  for (const [value, values] of [
    ['refuse', {}],
    ['refuse', { reason: 'because' }],
    ['accept', { reason: 'wrong' }],
    ['accept', { reason: 'because' }],
    ['maybe', {}],
    [undefined, {}],
  ] as const)
    expect(() => readVerdict(value, values, verdicts)).toThrow(expect.objectContaining({ code: 'CLI_USAGE' }))
})
