import { expect, test } from 'vitest'
import { createGateway } from '../../src/createGateway.ts'
import { openCredit, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'

/** Reads a sample by name and labels; 0 where there is none yet. */
function sample(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0)
}

/** What an operator and a language model read about the gateway. */
export function metricsSuite(stack: () => Stack): void {
  test('what calls come to is counted, for who asks on this machine alone', async () => {
    const { url, deps } = stack()
    const read = async () => (await fetch(`${url}/metrics`)).text()
    const { apiKey } = await openCredit(stack(), 2, 10n ** 18n)
    const headers = { authorization: `Bearer ${apiKey}` }
    const body = { model: BASE_MODEL, messages: [{ role: 'user', content: 'Count to ten.' }], max_tokens: 3 }
    const before = await read()
    expect((await request(url, 'POST', '/v1/chat/completions', { body, headers })).status).toBe(200)
    expect((await request(url, 'POST', '/v1/chat/completions', { body })).status).toBe(401)
    const after = await read()
    const grown = (name: string) => sample(after, name) - sample(before, name)
    expect(grown('openledger_calls_total{finish="length"}')).toBe(1)
    expect(grown('openledger_tokens_total{direction="output"}')).toBe(3)
    expect(grown('openledger_first_token_seconds_count')).toBe(1)
    expect(grown('openledger_between_tokens_seconds_count')).toBe(2)
    expect(grown('openledger_call_seconds_count')).toBe(1)
    expect(grown('openledger_fees_open_total')).toBeGreaterThan(0)
    expect(grown('openledger_http_answers_total{method="POST",status="401"}')).toBe(1)
    expect(sample(after, 'openledger_engine_up')).toBe(1)
    expect(sample(after, 'openledger_calls_open')).toBe(0)

    const forwarded = await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.1' } })
    expect(forwarded.status).toBe(404)
    const { app } = await createGateway(deps)
    const from = (remoteAddress: string) =>
      app.request('/metrics', {}, { incoming: { socket: { remoteAddress, remotePort: 1, remoteFamily: 'IPv4' } } })
    expect((await from('192.0.2.7')).status).toBe(404)
    expect((await from('::ffff:127.0.0.1')).status).toBe(200)
    expect((await app.request('/metrics')).status).toBe(404)
  })

  test('llms.txt names every route', async () => {
    const text = await (await fetch(`${stack().url}/llms.txt`)).text()
    expect(text).toContain('- POST /v1/chat/completions (API key): ')
    expect(text).toContain('- POST /v1/completions (API key): ')
    expect(text).toContain('- POST /v1/embeddings (API key): ')
    expect(text).toContain('- GET /v1/calls/{callId} (API key, if any): ')
  })
}
