import { expect, test } from 'vitest'
import { plainMessages } from './plainMessages.ts'

const tool = { type: 'function' as const, function: { name: 'weather', description: 'of a place' } }

test('calls and their results are told in words, by the functions’ names', () => {
  const call = { id: 'c1', type: 'function' as const, function: { name: 'weather', arguments: '{"place":"Rome"}' } }
  expect(
    plainMessages(
      [
        {
          role: 'developer',
          content: [
            { type: 'text', text: 'Be ' },
            { type: 'text', text: 'brief.' },
          ],
        },
        { role: 'user', content: 'Rome?' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
        { role: 'tool', tool_call_id: 'unknown', content: 'rain' },
      ],
      [],
    ),
  ).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Rome?' },
    { role: 'assistant', content: '{"name": "weather", "arguments": {"place":"Rome"}}' },
    { role: 'user', content: 'Result of weather:\nsunny' },
    { role: 'user', content: 'Result:\nrain' },
  ])
})

test('functions are described in the system message, which is made where there is none', () => {
  const described = expect.stringContaining('{"name":"weather","description":"of a place","parameters":{}}')
  const [first, second] = plainMessages([{ role: 'user', content: 'Hi' }], [tool])
  expect(first).toEqual({ role: 'system', content: described })
  expect(second).toEqual({ role: 'user', content: 'Hi' })
  const [own, ...rest] = plainMessages([{ role: 'system', content: 'Be brief.' }], [tool])
  expect(own).toEqual({ role: 'system', content: expect.stringMatching(/^Be brief\.\n\nYou can/) })
  expect(rest).toEqual([])
})
