import { expect, test } from 'vitest'
import { serverError } from './serverError.ts'

const said = (message: string) => JSON.stringify({ error: { message, type: 'x', param: null, code: 1 } })

test.each([
  [500, said('CUDA out of memory. Tried to allocate 2.00 GiB'), 'ENGINE_SERVER_MEMORY'],
  [500, said("DefaultCPUAllocator: can't allocate memory"), 'ENGINE_SERVER_MEMORY'],
  [400, said("This model's maximum context length is 1024 tokens."), 'ENGINE_CONTEXT_OVERFLOW'],
  [401, '{"error":"Unauthorized"}', 'ENGINE_SERVER_UNFIT'],
  [404, said('The model `x` does not exist.'), 'ENGINE_SERVER_UNFIT'],
  [422, '{"detail":[]}', 'ENGINE_SERVER_UNFIT'],
  [429, '', 'ENGINE_BUSY'],
  [500, said('EngineCore encountered an issue.'), 'ENGINE_SERVER_FAILED'],
  [503, '<html>', 'ENGINE_SERVER_FAILED'],
])('%i %s: %s', (status, body, code) => {
  expect(serverError(status, body)).toMatchObject({ code, details: { status } })
})

test('long words are cut, in one line', () => {
  const { message } = serverError(500, said(`a\n${'b'.repeat(10_000)}`))
  expect(message).toMatch(/: a b+$/)
  expect(message.length).toBeLessThan(400)
})
