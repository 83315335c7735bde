import { expect, test } from 'vitest'
import { dropNeutralFields } from './neutralFields.ts'

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
  expect(dropNeutralFields(body, headers)).toEqual({ model: 'm', n: 2 })
  expect(headers.get('x-openledger-ignored')).toBe('user, tools, logit_bias, modalities, presence_penalty')
})

test('what is no object stays what it is', () => {
  for (const body of [null, 3, 'x', [1]]) expect(dropNeutralFields(body, new Headers())).toBe(body)
  expect(dropNeutralFields({ constructor: 1 }, new Headers())).toEqual({ constructor: 1 })
})
