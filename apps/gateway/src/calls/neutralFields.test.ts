import { expect, test } from 'vitest'
import { dropNeutralFields, NEUTRAL_IN_CHAT, NEUTRAL_IN_COMPLETION } from './neutralFields.ts'

test('fields that ask for nothing are taken out and named; others stay', () => {
  const headers = new Headers()
  const body = {
    model: 'm',
    user: 'u',
    tools: [],
    n: 2,
    logit_bias: {},
    modalities: ['text'],
    presence_penalty: null,
  }
  expect(dropNeutralFields(body, headers, NEUTRAL_IN_CHAT)).toEqual({ model: 'm', n: 2 })
  expect(headers.get('x-openledger-ignored')).toBe('user, tools, logit_bias, modalities, presence_penalty')
})

test('what is no object stays what it is', () => {
  for (const body of [null, 3, 'x', [1]]) expect(dropNeutralFields(body, new Headers(), NEUTRAL_IN_CHAT)).toBe(body)
  expect(dropNeutralFields({ constructor: 1 }, new Headers(), NEUTRAL_IN_CHAT)).toEqual({ constructor: 1 })
})

test('the best of as many as are asked for is all of them; of more it is a choice that nobody makes here', () => {
  const left = (body: object) => dropNeutralFields(body, new Headers(), NEUTRAL_IN_COMPLETION)
  expect(left({ best_of: 1, echo: false, suffix: null })).toEqual({})
  expect(left({ n: 3, best_of: 3 })).toEqual({ n: 3 })
  for (const body of [{ best_of: 2 }, { n: 3, best_of: 4 }, { best_of: 0 }, { echo: true }, { suffix: 'x' }])
    expect(left(body)).toEqual(body)
})
