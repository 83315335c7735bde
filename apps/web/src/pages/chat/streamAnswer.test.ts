import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'

// The catalogue looks for the reader's language.
vi.stubGlobal('localStorage', { getItem: () => null })
vi.stubGlobal('document', { documentElement: {} })

let streamAnswer: typeof import('./streamAnswer.ts').streamAnswer
let server: Server
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((_request, response) =>
    answer(response.writeHead(200, { 'content-type': 'text/event-stream' })),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const real = fetch
  // A page asks by path alone.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init))
  ;({ streamAnswer } = await import('./streamAnswer.ts'))
})
afterEach(() => server.closeAllConnections())
afterAll(() => server.close())

const callId = `0x${'ab'.repeat(32)}`
const chunk = (content: string) =>
  `data: ${JSON.stringify({
    id: `chatcmpl-${callId}`,
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }],
  })}\n\n`

/** What came before the end, and the code that it ended with. */
async function read(signal = new AbortController().signal) {
  let said = ''
  try {
    for await (const part of streamAnswer({ model: 'm', messages: [{ role: 'user', content: '?' }] }, 'key', signal)) {
      said += part.text ?? ''
      expect(part.callId).toBe(callId)
    }
    return [said, 'whole']
  } catch (error) {
    return [said, (error as { code?: string }).code ?? 'stopped']
  }
}

test('an answer that came to its end', async () => {
  answer = (response) => response.end(`${chunk('Every ')}${chunk('hour.')}data: [DONE]\n\n`)
  expect(await read()).toEqual(['Every hour.', 'whole'])
})

test('a connection that ends, or breaks, before the answer does', async () => {
  answer = (response) => response.end(chunk('Every '))
  expect(await read()).toEqual(['Every ', 'WEB_STREAM_CUT'])
  answer = (response) => response.write(chunk('Every '), () => setTimeout(() => response.destroy(), 50))
  expect(await read()).toEqual(['Every ', 'WEB_STREAM_CUT'])
})

test('an engine that fails in the middle says so in its own words', async () => {
  const error = {
    code: 'ENGINE_CRASHED',
    message: 'The engine ended.',
    type: 'server_error',
    param: null,
    hint: 'Ask again.',
    details: {},
  }
  answer = (response) => response.end(`${chunk('Every ')}data: ${JSON.stringify({ error })}\n\n`)
  expect(await read()).toEqual(['Every ', 'ENGINE_CRASHED'])
})

test('who stops it is told nothing of a broken connection', async () => {
  const stop = new AbortController()
  answer = (response) => response.write(chunk('Every '), () => setTimeout(() => stop.abort(), 50))
  const [said, code] = await read(stop.signal)
  expect([said, code === 'WEB_STREAM_CUT']).toEqual(['Every ', false])
})
