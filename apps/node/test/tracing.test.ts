import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chatResponseSchema } from '@openledger/core/api/chat.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { registerBaseModel } from '../../gateway/test/registerBaseModel.ts'
import { openCredit, request } from '../../gateway/test/requests.ts'
import { BASE_MODEL, type Stack, startStack } from '../../gateway/test/stack.ts'
import { openTracing, type Tracing } from '../src/openTracing.ts'

const valueSchema = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.union([z.int(), z.string()]) }).transform(({ intValue }) => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z
    .object({ arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }) })
    .transform(({ arrayValue }) => arrayValue.values.map(({ stringValue }) => stringValue)),
])
const attributesSchema = z
  .array(z.object({ key: z.string(), value: valueSchema }))
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])))
const spanSchema = z.object({
  traceId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.int(),
  attributes: attributesSchema,
  events: z.array(z.object({ name: z.string() })),
  status: z.object({ code: z.int() }),
})
/** As much of OTLP's JSON as is looked at. */
const exportSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
})

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
let collector: Server
let received = ''
let tracing: Tracing
let stack: Stack
let apiKey: string

beforeAll(async () => {
  collector = createServer((asked, answer) => {
    asked.on('data', (bytes) => {
      received += String(bytes)
    })
    asked.on('end', () => {
      received += '\n'
      answer.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo
  tracing = openTracing({ endpoint: `http://127.0.0.1:${port}/v1/traces`, share: 1 })
  stack = await startStack({ tracer: tracing.tracer })
  await registerBaseModel(stack)
  ;({ apiKey } = await openCredit(stack, 2, 10n ** 18n))
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  collector?.close()
})

test('a call is told to the collector in the words of OpenTelemetry, in its caller’s trace, without a word of it', async () => {
  const ask = async (body: object, headers: Record<string, string>) =>
    request(stack.url, 'POST', '/v1/chat/completions', {
      body: { model: BASE_MODEL, messages: [{ role: 'user', content: 'My secret question?' }], ...body },
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
    })
  const parent = { traceparent: `00-${traceId}-${spanId}-00` }
  const answered = await ask({ max_tokens: 4, seed: 7, n: 2, temperature: 0.5 }, parent)
  const { openledger, choices, usage } = chatResponseSchema.parse(answered.json)
  const streamed = await fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: BASE_MODEL,
      messages: [{ role: 'user', content: 'Tell me a long secret story about a river.' }],
      max_tokens: 400,
      stream: true,
    }),
  })
  let { pid } = await stack.engine.health()
  let stream = ''
  for await (const bytes of streamed.body ?? []) {
    stream += Buffer.from(bytes).toString()
    if (stream.split('"content"').length < 4 || pid === undefined) continue
    process.kill(pid, 'SIGKILL')
    pid = undefined
  }
  expect(stream).toContain('ENGINE_CRASHED')
  await tracing.close()

  const told = received
    .trim()
    .split('\n')
    .map((line) => exportSchema.parse(JSON.parse(line)))
  const resources = told.flatMap(({ resourceSpans }) => resourceSpans)
  expect(resources[0]?.resource.attributes).toMatchObject({ 'service.name': 'openledger-gateway' })
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
  expect(spans).toHaveLength(3)
  const [first, second] = spans.filter((span) => span.traceId === traceId)
  const server = 2
  expect(first).toMatchObject({
    parentSpanId: spanId,
    name: `chat ${BASE_MODEL}`,
    kind: server,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openledger',
      'gen_ai.request.model': BASE_MODEL,
      'gen_ai.request.max_tokens': 4,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.response.finish_reasons': [expect.stringMatching(/^(stop|length)$/)],
    },
    events: [{ name: 'gen_ai.first_token' }],
    status: { code: 0 },
  })
  const sumOf = (key: string) => Number(first?.attributes[key]) + Number(second?.attributes[key])
  expect(sumOf('gen_ai.usage.input_tokens')).toBe(usage.prompt_tokens)
  expect(sumOf('gen_ai.usage.output_tokens')).toBe(usage.completion_tokens)
  expect([first, second].map((span) => span?.attributes['gen_ai.request.seed']).toSorted()).toEqual([7, 8])
  expect([first, second].map((span) => span?.attributes['gen_ai.response.id'])).toContain(openledger.callId)
  const failed = spans.find((span) => span.traceId !== traceId)
  expect(failed).toMatchObject({ attributes: { 'error.type': 'ENGINE_CRASHED' }, status: { code: 2 } })

  expect(received).not.toContain('secret')
  for (const { message } of choices) expect(received).not.toContain(message.content)
}, 120_000)
