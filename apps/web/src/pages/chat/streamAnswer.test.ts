import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// One process runs many files.
afterAll(() => void vi.unstubAllGlobals())

// The catalogue looks for the reader's language.
vi.stubGlobal('localStorage', { getItem: () => null })
vi.stubGlobal('document', { documentElement: {} })

let streamAnswer: typeof import('./streamAnswer.ts').streamAnswer
/** What the gateway sends, piece by piece, and how the connection ends. */
let answer: { readonly pieces: readonly string[]; readonly end: 'ends' | 'breaks' | 'stays open' }

beforeAll(async () => {
  vi.stubGlobal('fetch', async (_path: string, { signal }: RequestInit) => {
    const { pieces, end } = answer
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece))
        signal?.addEventListener('abort', () => stream.error(signal.reason))
        if (end === 'ends') stream.close()
        // As browsers say it, once what came before was read.
        if (end === 'breaks') setTimeout(() => stream.error(new TypeError('network error')), 50)
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  ;({ streamAnswer } = await import('./streamAnswer.ts'))
})

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
  answer = { pieces: [chunk('Every '), chunk('hour.'), 'data: [DONE]\n\n'], end: 'ends' }
  expect(await read()).toEqual(['Every hour.', 'whole'])
})

test('a connection that ends, or breaks, before the answer does', async () => {
  answer = { pieces: [chunk('Every ')], end: 'ends' }
  expect(await read()).toEqual(['Every ', 'WEB_STREAM_CUT'])
  answer = { pieces: [chunk('Every ')], end: 'breaks' }
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
  answer = { pieces: [chunk('Every '), `data: ${JSON.stringify({ error })}\n\n`], end: 'ends' }
  expect(await read()).toEqual(['Every ', 'ENGINE_CRASHED'])
})

test('who stops it is told nothing of a broken connection', async () => {
  const stop = new AbortController()
  answer = { pieces: [chunk('Every ')], end: 'stays open' }
  setTimeout(() => stop.abort(), 100)
  const [said, code] = await read(stop.signal)
  expect([said, code === 'WEB_STREAM_CUT']).toEqual(['Every ', false])
})
