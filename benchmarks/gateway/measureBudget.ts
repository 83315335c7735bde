import { openCredit, request, signedRequest } from '../../apps/gateway/test/requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../../apps/gateway/test/stack.ts'
import { chatResponseSchema } from '../../packages/core/src/api/chat.ts'
import { createdKeySchema } from '../../packages/core/src/api/keys.ts'
import type { BenchContext } from '../lib/bench.ts'

const CALLS = 200
const PAID = 50

/** 200 calls at once on a key whose budget is enough for 50 of them. */
export async function measureBudget(context: BenchContext, stack: Stack): Promise<void> {
  const { url } = stack
  const { channelId, apiKey: unlimited } = await openCredit(stack, 2, 10n ** 18n)
  // Every answer has exactly one token, so that each call costs what was reserved for it.
  const ask = (key: string) =>
    request(url, 'POST', '/v1/chat/completions', {
      headers: { authorization: `Bearer ${key}` },
      body: { model: BASE_MODEL, messages: [{ role: 'user', content: 'Say hello.' }], max_tokens: 1 },
    })
  const feeOf = (json: unknown) => BigInt(chatResponseSchema.parse(json).openledger.fee)
  const price = feeOf((await ask(unlimited)).json)
  const budget = price * BigInt(PAID)
  const made = await signedRequest(url, testAccount(2), 'POST', '/v1/keys', {
    channelId,
    name: 'budget',
    budget: String(budget),
  })
  const { apiKey } = createdKeySchema.parse(made.json)
  const answers = await Promise.all(Array.from({ length: CALLS }, () => ask(apiKey)))
  const paid = answers.filter(({ status }) => status === 200)
  const spent = paid.reduce((sum, { json }) => sum + feeOf(json), 0n)
  const refused = answers.filter(({ status }) => status === 402).length
  const overspend = spent > budget ? spent - budget : 0n
  context.row({
    name: `${CALLS} parallel calls on a budget for ${PAID}`,
    value: overspend.toString(),
    unit: 'wei overspent',
    bar: 'exactly 0',
    ok: overspend === 0n && paid.length === PAID && refused === CALLS - PAID,
    note: `${paid.length} answered, ${refused} refused with 402, ${spent} of ${budget} wei spent`,
  })
}
