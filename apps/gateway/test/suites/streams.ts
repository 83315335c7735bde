import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { chatChunkSchema } from '@openledger/core/api/chat.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { createGateway } from '../../src/createGateway.ts'
import { failure, openCredit, request } from '../requests.ts'
import { BASE_MODEL, listen, type Stack } from '../stack.ts'

const LONG = {
  model: BASE_MODEL,
  messages: [{ role: 'user', content: 'Write a long story about a river.' }],
  max_tokens: 400,
}

/** Callers that hang up, and an engine that dies: what was produced is billed, nothing else. */
export function streamSuite(stack: () => Stack): void {
  let apiKey = ''
  beforeAll(async () => {
    apiKey = (await openCredit(stack(), 6, 10n ** 18n)).apiKey
  })

  test.each([0, 1, 5, 20])('a caller that hangs up after %i tokens pays what was produced', async (tokens) => {
    const callId = await cutAfter(stack().url, apiKey, tokens)
    const call = await ended(stack(), callId)
    expect(call.status).toBe('cancelled')
    expect(call.outputTokens).toBeGreaterThanOrEqual(tokens)
    // Within one token of the cut, and what was under way on the wire.
    expect(call.outputTokens).toBeLessThan(tokens + 60)
    const [row] = await stack().db.select().from(receipts).where(eq(receipts.callId, callId))
    if (call.outputTokens === 0) expect(row).toBeUndefined()
    else expect(row?.fee).toBe(BigInt(call.inputTokens) * 1_000n + BigInt(call.outputTokens) * 2_000n)
    const [channel] = await stack().db.select().from(channels).where(eq(channels.channelId, call.channelId))
    expect(channel?.reserved).toBe(0n)
  })

  test('a gateway that stops lets answers end; what takes too long is cut, billed and told; nobody else is let in', async () => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const ask = (url: string, body: object) =>
      fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify({ ...body, stream: true }) })
    for (const patience_ms of [60_000, 0]) {
      const gateway = await createGateway(stack().deps)
      const server = await listen(gateway.app.fetch)
      const response = await ask(server.url, { ...LONG, max_tokens: patience_ms === 0 ? 400 : 12 })
      const text = response.text()
      await sleep(300)
      const closed = gateway.close({ patience_ms })
      const late = await request(server.url, 'POST', '/v1/chat/completions', { body: LONG, headers })
      expect(failure(late)).toEqual({ status: 503, code: 'GATEWAY_STOPPING' })
      expect(late.headers.get('retry-after')).toBe('5')
      await closed
      const call = await ended(stack(), response.headers.get('x-openledger-call-id') as `0x${string}`)
      if (patience_ms > 0) {
        expect(await text).toContain('data: [DONE]')
        expect(call).toMatchObject({ status: 'settled', outputTokens: 12 })
      } else {
        expect(await text).toContain('"code":"GATEWAY_STOPPING"')
        expect(call.errorCode).toBe('GATEWAY_STOPPING')
        expect(call.outputTokens).toBeLessThan(400)
      }
      const [row] = await stack().db.select().from(receipts).where(eq(receipts.callId, call.callId))
      if (call.outputTokens > 0)
        expect(row?.fee).toBe(BigInt(call.inputTokens) * 1_000n + BigInt(call.outputTokens) * 2_000n)
      server.close()
    }
  })

  test('with all places and the queue taken, a call is told when to come again and nothing is set aside for it', async () => {
    const { deps, db } = stack()
    const gateway = await createGateway({ ...deps, capacity: { concurrent: 1, waiting: 1 } })
    const server = await listen(gateway.app.fetch)
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const ask = (body: object) => request(server.url, 'POST', '/v1/chat/completions', { body, headers })
    const before = await db.$count(calls)
    const first = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...LONG, max_tokens: 100, stream: true }),
    })
    const second = ask({ ...LONG, max_tokens: 2 })
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text()
    await expect.poll(metrics, { timeout: 10_000 }).toContain('openledger_calls_waiting 1')
    const third = await ask({ ...LONG, max_tokens: 2 })
    expect(failure(third)).toEqual({ status: 503, code: 'GATEWAY_OVERLOADED' })
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await db.$count(calls)).toBe(before + 1)
    expect(await first.text()).toContain('data: [DONE]')
    expect((await second).status).toBe(200)
    expect((await ask({ ...LONG, max_tokens: 2 })).status).toBe(200)
    // Refused after it was let in: its place is free all the same.
    expect(failure(await ask({ ...LONG, model: 'none' }))).toEqual({ status: 404, code: 'MODEL_NOT_FOUND' })
    expect((await ask({ ...LONG, max_tokens: 2 })).status).toBe(200)
    await gateway.close({ patience_ms: 0 })
    server.close()
  })

  test('an engine that dies in mid-stream: one error event, what was produced is billed; the next call works', async () => {
    const { url, engine, db } = stack()
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...LONG, stream: true }),
    })
    const callId = response.headers.get('x-openledger-call-id') as `0x${string}`
    let text = ''
    let killed = false
    for await (const piece of response.body ?? []) {
      text += new TextDecoder().decode(piece)
      if (killed || text.split('data: ').length < 8) continue
      killed = true
      const { pid } = await engine.health()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    }
    const events = text
      .split('\n\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line.slice('data: '.length)))
    const error = errorBodySchema.parse(events.at(-1))
    expect(error.error.code).toBe('ENGINE_CRASHED')
    const produced = events
      .slice(0, -1)
      .map((event) => chatChunkSchema.parse(event).choices[0]?.delta.content ?? '')
      .join('')
    const [call] = await db.select().from(calls).where(eq(calls.callId, callId))
    expect(call).toMatchObject({
      status: 'settled',
      finishReason: 'error',
      errorCode: 'ENGINE_CRASHED',
      answer: produced,
    })
    const [receipt] = await db.select().from(receipts).where(eq(receipts.callId, callId))
    expect(receipt?.fee).toBe(BigInt(call?.inputTokens ?? 0) * 1_000n + BigInt(call?.outputTokens ?? 0) * 2_000n)

    const again = await request(url, 'POST', '/v1/chat/completions', { body: { ...LONG, max_tokens: 2 }, headers })
    expect(again.status).toBe(200)
  })

  test('an engine that dies before the first token: 503, nothing is billed', async () => {
    const { url, engine, db } = stack()
    const headers = { authorization: `Bearer ${apiKey}` }
    const long = { ...LONG, messages: [{ role: 'user', content: 'word '.repeat(1_500) }], max_tokens: 20 }
    const answering = request(url, 'POST', '/v1/chat/completions', { body: long, headers })
    while ((await db.$count(calls, eq(calls.status, 'reserved'))) === 0) await sleep(5)
    const { pid } = await engine.health()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    const answer = await answering
    expect(failure(answer)).toEqual({ status: 503, code: 'ENGINE_CRASHED' })
    const callId = answer.headers.get('x-openledger-call-id') as `0x${string}`
    expect((await db.select().from(calls).where(eq(calls.callId, callId)))[0]).toMatchObject({
      status: 'failed',
      outputTokens: 0,
    })
    expect(await db.$count(receipts, eq(receipts.callId, callId))).toBe(0)
  })
}

/** Streams over a bare socket and cuts it once so many tokens have arrived. */
async function cutAfter(url: string, apiKey: string, tokens: number): Promise<`0x${string}`> {
  const { hostname, port } = new URL(url)
  const body = JSON.stringify({ ...LONG, stream: true })
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: x',
    `authorization: Bearer ${apiKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    '',
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head.join('\r\n') + body))
    let text = ''
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data.toString()
      const callId = /x-openledger-call-id: (0x[0-9a-f]{64})/i.exec(text)?.[1]
      const contents = text.split('"content":').length - 2
      if (callId === undefined || contents < tokens) return
      socket.destroy()
      resolve(callId as `0x${string}`)
    })
  })
}

/** The call, once it is no longer open. */
async function ended(stack: Stack, callId: `0x${string}`) {
  for (;;) {
    const [call] = await stack.db.select().from(calls).where(eq(calls.callId, callId))
    if (call !== undefined && call.status !== 'reserved') return call
    await sleep(20)
  }
}
