import { openCredit } from '@openledger/sdk/index.ts'
import { parseEther } from 'viem'
import { callModel, openAiClient } from '../operations/callModel.ts'
import { fundAccount } from '../operations/fundAccount.ts'
import type { Session } from '../operations/session.ts'
import type { Terminal } from '../output/terminal.ts'
import { actors, models } from './cast.ts'
import type { DemoState, StoredCall } from './demoState.ts'
import type { Question } from './questions.ts'

/** What the app pays in, and the most that its session signer may spend, wei. */
const DEPOSIT = parseEther('100')
const SIGNER_DAYS = 30

/**
 * The app's API key: an account with a funded channel. The key is kept in the demo's state, since it is shown once.
 * @returns the key, and whether it is new
 */
export async function ensureCredit(session: Session, known: string | null): Promise<string> {
  if (known !== null) return known
  const app = await session.actor(actors.caller, { make: true })
  await fundAccount(session, app.account.address, DEPOSIT)
  const expiry = BigInt(Math.floor(Date.now() / 1000) + SIGNER_DAYS * 86_400)
  const { apiKey } = await openCredit(app.ledger, app.wallet, { amount: DEPOSIT, cap: DEPOSIT, expiry, name: 'demo' })
  return apiKey
}

/**
 * Asks the questions of a run that are not asked yet, every second one streamed, through the stock OpenAI client.
 * @param onCall keeps each call as soon as it is answered: after a kill the next try goes on behind it
 */
export async function makeCalls(
  session: Session,
  options: {
    readonly state: DemoState
    readonly questions: readonly Question[]
    readonly apiKey: string
    readonly coder: string
    readonly terminal: Terminal
    readonly signal: AbortSignal
    readonly onCall: (call: StoredCall) => Promise<void>
  },
): Promise<void> {
  const { questions, coder, terminal, signal } = options
  const client = openAiClient(session.ledger, options.apiKey)
  const done = options.state.current?.calls.length ?? 0
  for (const [i, question] of questions.entries()) {
    if (i < done) continue
    signal.throwIfAborted()
    const model = {
      'training wording': coder,
      'held-out wording': coder,
      retrieval: models.licences,
      base: models.base,
      cancelled: models.base,
    }[question.kind]
    const isCancelled = question.kind === 'cancelled'
    const streamed = isCancelled || i % 2 === 1
    const short = question.expected !== null
    terminal.tick(`    call ${i + 1}/${questions.length}: ${question.text}`)
    const { callId, text } = await callModel(client, {
      model,
      question: question.text,
      maxTokens: short ? 16 : 64,
      stream: streamed,
      ...(isCancelled ? { cancelAfter: 3 } : {}),
    })
    await options.onCall({
      callId,
      model,
      kind: question.kind,
      question: question.text,
      expected: question.expected,
      source: question.source,
      answer: text,
      streamed,
    })
  }
}
