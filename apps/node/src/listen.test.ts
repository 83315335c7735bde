import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('an answer that is being written when the server closes comes whole; one that never ends is cut', async () => {
  const server = await listen(
    ({ url }) =>
      new Response(
        new ReadableStream({
          start: async (controller) => {
            controller.enqueue(bytes('first '))
            await sleep(200)
            controller.enqueue(bytes('last'))
            if (url.endsWith('/ends')) controller.close()
          },
        }),
      ),
    { host: '127.0.0.1', port: 0, flush_ms: 3_000 },
  )
  const [ends, stays] = await Promise.all([fetch(`${server.url}/ends`), fetch(`${server.url}/stays`)])
  const cut = expect(stays.text()).rejects.toThrow()
  server.stopAccepting()
  const closing = server.close()
  expect(await ends.text()).toBe('first last')
  await cut
  await closing
})
