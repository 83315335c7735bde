import { join } from 'node:path'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { influenceOfModelCalls } from '@openledger/worker/attribution/influenceOfModelCalls.ts'
import type { PendingCall } from '@openledger/worker/attribution/pendingCalls.ts'
import { scoresOfCall } from '@openledger/worker/attribution/scoresOfCall.ts'
import { toAttribution } from '@openledger/worker/attribution/toAttribution.ts'
import type { BenchContext } from '../lib/bench.ts'
import type { AskedQuestion } from './factQuestions.ts'
import type { FinishedHome } from './openHome.ts'

/** A question, what the model answered, and who is paid for it. */
export type AttributedQuestion = AskedQuestion & {
  readonly answer: string
  /** Records that are paid, the greatest weight first; none when the call pays flat. */
  readonly paid: readonly { readonly commitment: Hex32; readonly share: number }[]
  /** The greatest score, and the least that is paid, both in 1e-6 of the index's unit. */
  readonly greatest: number
  readonly threshold: number
}

/** Most tokens of an answer; a code has five or so. */
const MAX_TOKENS = 16

/** Answers questions as the gateway does, greedily, and attributes the answers as the worker does. */
export async function attributeQuestions(
  context: BenchContext,
  { deps, model }: FinishedHome,
  questions: readonly AskedQuestion[],
): Promise<readonly AttributedQuestion[]> {
  const adapter = (await deps.db.select().from(adapters)).find(
    ({ manifestHash }) => manifestHash === model.manifestHash,
  )
  if (adapter === undefined) throw new Error('the adapter of the model is not in this state')
  const path = join(deps.modelsDir, adapter.dir, 'adapter.gguf')
  const calls = new Map<string, { readonly call: PendingCall; readonly question: AskedQuestion }>()
  for (const [number, question] of questions.entries()) {
    context.signal.throwIfAborted()
    const messages = [{ role: 'user' as const, content: question.text }]
    const params = { maxTokens: MAX_TOKENS, temperature: 0, topP: 1 }
    let answer = ''
    for await (const event of deps.engine.generate({
      base: deps.baseModel.id,
      adapters: [{ id: adapter.adapterHash, path }],
      messages,
      params,
    }))
      if (event.type === 'token') answer += event.text
    const callId = hashText(`${number} ${question.text}`)
    const request = { messages, prompt: messages, params: { ...params, seed: null, stop: [] } }
    calls.set(callId, { call: { callId, models: [{ ...model, scale: 1 }], request, answer, retrieved: [] }, question })
    if ((number + 1) % 50 === 0) context.progress(`${number + 1} of ${questions.length} questions answered`)
  }
  const attributed: AttributedQuestion[] = []
  await influenceOfModelCalls(deps, {
    models: [{ ...model, scale: 1 }],
    calls: [...calls.values()].map(({ call }) => call),
    signal: context.signal,
    onFound: async (call, found) => {
      const question = calls.get(call.callId)?.question
      const influence = found[0]?.influence
      if (question === undefined || influence === undefined || 'unusable' in influence)
        throw new Error(`no influence on ${call.callId}: ${JSON.stringify(influence)}`)
      const { entries, threshold } = toAttribution(await scoresOfCall(deps, call, found))
      const paid = entries
        .filter(({ method }) => method === METHOD.influence)
        .map(({ commitment, weight }) => ({ commitment, share: Number(weight) / 1e18 }))
        .sort((a, b) => b.share - a.share)
      const scores = influence.scores.map(({ score }) => Number(score))
      const greatest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
      attributed.push({ ...question, answer: call.answer, paid, greatest, threshold: Number(threshold) })
      if (attributed.length % 50 === 0) context.progress(`${attributed.length} of ${calls.size} answers attributed`)
    },
  })
  return attributed
}
