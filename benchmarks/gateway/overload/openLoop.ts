import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { seededRandom } from '../../lib/seededRandom.ts'
import { type OpenLoopCall, openLoopOrderSchema } from './openLoopOrder.ts'

/**
 * Sends calls at times that do not depend on the answers: a Poisson process whose gaps are drawn beforehand from a seed
 * (mulberry32, inverse transform), so that a slow server is not spared. Argument: the order as JSON; prints what became
 * of each call as JSON.
 */
const order = openLoopOrderSchema.parse(JSON.parse(process.argv[2] ?? ''))
const answerSchema = z.object({ usage: z.object({ completion_tokens: z.int() }) })
const random = seededRandom(order.seed)
const arrivals: { readonly at_ms: number; readonly apiKey: string }[] = []
for (let at_ms = 0; ; ) {
  at_ms += (-Math.log(1 - random()) / order.rate) * 1000
  if (at_ms > order.seconds * 1000) break
  arrivals.push({ at_ms, apiKey: order.apiKeys[Math.floor(random() * order.apiKeys.length)] ?? '' })
}
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
const begun = performance.now()
const calls: Promise<OpenLoopCall>[] = []
for (const { at_ms, apiKey } of arrivals) {
  await sleep(Math.max(0, begun + at_ms - performance.now()))
  calls.push(send(apiKey, begun + at_ms))
}
process.stdout.write(JSON.stringify(await Promise.all(calls)))
agent.destroy()

/** Time counts from the moment at which the call was due. */
async function send(apiKey: string, due: number): Promise<OpenLoopCall> {
  return new Promise((resolve) => {
    const end = (status: number, more: Partial<OpenLoopCall> = {}) =>
      resolve({ status, ms: performance.now() - due, callId: '', retryAfter: '', tokens: 0, ...more })
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(order.body),
    }
    const call = request(order.url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('error', () => end(0))
      response.on('end', () => {
        const callId = String(response.headers['x-openledger-call-id'] ?? '')
        const retryAfter = String(response.headers['retry-after'] ?? '')
        const tokens = response.statusCode === 200 ? answerSchema.parse(JSON.parse(text)).usage.completion_tokens : 0
        end(response.statusCode ?? 0, { callId, retryAfter, tokens })
      })
    })
    call.on('error', () => end(0))
    call.end(order.body)
  })
}
