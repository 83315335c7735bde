import { setTimeout as sleep } from 'node:timers/promises'
import { stockX402 } from '../../apps/gateway/test/stockX402.ts'
import type { World } from '../../apps/web/test/makeWorld.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import type { People } from './dayPeople.ts'

/** How a call of the day is made. */
export const KINDS = ['whole', 'streamed', 'hung up', 'given up', 'embedding', 'paid by wallet', 'refused'] as const
export type Kind = (typeof KINDS)[number]

/** What is drawn for one call. */
export type Planned = {
  readonly kind: Kind
  readonly model: string
  /** Which key, from 0. */
  readonly key: number
  readonly maxTokens: number
  readonly question: string
  /** When the caller gives up, ms. */
  readonly patience_ms: number
}

/** How calls came back; `cost` is what their callers were told, wei, by call id. */
export type Made = {
  readonly counts: Map<string, number>
  readonly cost: Map<string, bigint>
}

const QUESTIONS = [
  'How often does the lighthouse on Skerry rock flash?',
  'When does the bell of Tarn harbour ring?',
  'Say hello.',
  'Count up.',
  'Name a colour.',
] as const

/** A day of calls: the same seed gives the same day. */
export function planDay(
  count: number,
  seed: number,
  world: Pick<World, 'baseModel' | 'retrievalModel' | 'embeddingModel'>,
) {
  const random = seededRandom(seed)
  const below = (n: number) => Math.floor(random() * n)
  const kindOf = (draw: number): Kind =>
    draw < 0.38
      ? 'whole'
      : draw < 0.64
        ? 'streamed'
        : draw < 0.74
          ? 'hung up'
          : draw < 0.82
            ? 'given up'
            : draw < 0.94
              ? 'embedding'
              : draw < 0.985
                ? 'paid by wallet'
                : 'refused'
  return Array.from({ length: count }, (_, index): Planned => {
    const drawn = kindOf(random())
    // A wallet's authorization is of the clock: later in the day the chain's time runs before it.
    const kind = drawn === 'paid by wallet' && index >= count / 2 ? 'whole' : drawn
    const retrieves = random() < 0.08
    const text = retrieves && kind !== 'paid by wallet' ? world.retrievalModel : world.baseModel
    const long = kind === 'hung up' || kind === 'given up'
    return {
      kind,
      model: kind === 'embedding' ? world.embeddingModel : text,
      key: below(4),
      maxTokens: long ? 48 : retrieves ? 16 : 1 + below(5),
      question: (retrieves ? undefined : QUESTIONS[below(QUESTIONS.length)]) ?? QUESTIONS[0],
      patience_ms: below(60),
    }
  })
}

/**
 * Makes planned calls, four at a time, as stock clients do.
 * @param onCall told after each call how many are done
 */
export async function makeCalls(
  gatewayUrl: string,
  people: People,
  plan: readonly Planned[],
  made: Made,
  onCall: (done: number) => void | Promise<void>,
): Promise<void> {
  const keys = people.payers.flatMap(({ keys: own }) => [...own.values()])
  const { addresses, chainId } = people.chain
  const paying = stockX402(people.wallet, { chainId, token: addresses.openToken })
  let next = 0
  let done = 0
  const note = (what: string) => made.counts.set(what, (made.counts.get(what) ?? 0) + 1)
  const worker = async () => {
    for (let planned = plan[next++]; planned !== undefined; planned = plan[next++]) {
      note(await makeCall(planned).catch((error: unknown) => `failed on the way: ${String(error).slice(0, 80)}`))
      done += 1
      await onCall(done)
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])

  async function makeCall({ kind, model, key, maxTokens, question, patience_ms }: Planned): Promise<string> {
    const chat = { model, messages: [{ role: 'user', content: question }], max_tokens: maxTokens }
    const send = (path: string, body: object, more: { signal?: AbortSignal; by?: typeof fetch; key?: string } = {}) =>
      (more.by ?? fetch)(new URL(path, gatewayUrl), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(more.by === undefined ? { authorization: `Bearer ${more.key ?? keys[key]}` } : {}),
        },
        body: JSON.stringify(body),
        ...(more.signal === undefined ? {} : { signal: more.signal }),
      })
    switch (kind) {
      case 'embedding':
        return told(kind, await send('/v1/embeddings', { model, input: [question, 'a coast'] }))
      case 'whole':
        return told(kind, await send('/v1/chat/completions', chat))
      case 'paid by wallet':
        return told(kind, await send('/v1/chat/completions', { ...chat, max_tokens: 12 }, { by: paying }))
      case 'refused':
        return told(kind, await send('/v1/chat/completions', chat, { key: 'ol-of-nobody' }))
      case 'streamed': {
        const response = await send('/v1/chat/completions', { ...chat, stream: true })
        const text = await response.text()
        return text.includes('"finish_reason":"') ? kind : `${kind}, broken off`
      }
      case 'hung up': {
        const caller = new AbortController()
        const response = await send('/v1/chat/completions', { ...chat, stream: true }, caller)
        const reader = response.body?.getReader()
        // The first piece may be the role alone; the second has a word.
        await reader?.read()
        await reader?.read()
        caller.abort()
        return kind
      }
      case 'given up': {
        const caller = new AbortController()
        const sent = send('/v1/chat/completions', { ...chat, stream: true }, caller)
        await Promise.race([sleep(patience_ms), sent])
        caller.abort()
        await sent.then((response) => response.body?.cancel()).catch(() => undefined)
        return kind
      }
    }
  }

  /** Keeps what a whole answer says that it cost. */
  async function told(kind: Kind, response: Response): Promise<string> {
    const answer = (await response.json().catch(() => undefined)) as
      | { openledger?: { callId?: string; fee?: string }; error?: { code?: string } }
      | undefined
    const { callId, fee } = answer?.openledger ?? {}
    if (callId !== undefined && fee !== undefined) made.cost.set(callId, BigInt(fee))
    return response.ok ? kind : `${kind}, ${answer?.error?.code ?? response.status}`
  }
}
