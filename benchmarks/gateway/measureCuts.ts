import { setTimeout as sleep } from 'node:timers/promises'
import { openCredit } from '../../apps/gateway/test/requests.ts'
import { BASE_MODEL, type Stack } from '../../apps/gateway/test/stack.ts'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { billedCalls } from './billedCalls.ts'
import type { Produced } from './countingEngine.ts'
import { type Cut, rawStream } from './rawStream.ts'

const TOKENS = 24
/** Sockets that are open side by side. */
const LANES = 4

/**
 * Streams cut at each piece of the answer, at random moments by bare sockets, and by killing the engine: what is billed
 * against what the engine handed over.
 */
export async function measureCuts(context: BenchContext, stack: Stack, produced: Map<string, Produced>): Promise<void> {
  const { apiKey } = await openCredit(stack, 3, 10n ** 18n)
  const bodyOf = (question: string) => ({
    model: BASE_MODEL,
    messages: [{ role: 'user', content: question }],
    max_tokens: TOKENS,
    stream: true,
  })
  const run = async (name: string, cuts: readonly Cut[], onStart?: (question: string) => Promise<void>) => {
    const questions = cuts.map((_, place) => `${name} ${place}: tell me a long story about a river.`)
    const waiting = [...cuts.entries()]
    const texts: string[] = []
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        context.signal.throwIfAborted()
        const [place, cut] = next
        const stream = rawStream(stack.url, { apiKey, body: bodyOf(questions[place] ?? ''), cut })
        await onStart?.(questions[place] ?? '')
        texts[place] = await stream
      }
    }
    await Promise.all(Array.from({ length: onStart ? 1 : LANES }, lane))
    return { questions, texts, ...(await settled(questions)) }
  }
  /** Waits until no call is open, then compares. */
  const settled = async (questions: readonly string[]) => {
    for (let tries = 0; tries < 600; tries++) {
      const billed = await billedCalls(stack)
      const rows = questions.map((question) => ({ billed: billed.get(question), made: produced.get(question) }))
      if (rows.every((row) => row.billed?.status !== 'reserved')) {
        const off = rows.reduce(
          (sum, row) => sum + Math.abs((row.billed?.outputTokens ?? 0) - (row.made?.tokens ?? 0)),
          0,
        )
        const sum = rows.reduce((total, { made }) => total + (made?.tokens ?? 0), 0)
        const late = rows.map(({ made }) => made?.afterAbort ?? 0)
        return { off, sum, whole: rows.filter(({ made }) => made?.tokens === TOKENS).length, late: Math.max(...late) }
      }
      await sleep(100)
    }
    throw new Error('calls are still open a minute after their streams were cut')
  }
  const bar = 'exactly 0'
  const unit = 'tokens billed but not produced, or the reverse'

  const each = await run(
    'piece',
    Array.from({ length: TOKENS }, (_, index): Cut => ({ pieces: index + 1 })),
  )
  context.row({
    name: `streams cut at each of ${TOKENS} pieces`,
    value: each.off,
    unit,
    bar,
    ok: each.off === 0,
    note: `${each.sum} tokens produced; at most ${each.late} handed over after the stop`,
  })
  const random = seededRandom(20_261_129)
  const count = context.quick ? 100 : 1_000
  const times = Array.from({ length: count }, (): Cut => ({ after_ms: Math.floor(random() * 2_500) }))
  const cut = await run('random', times)
  context.row({
    name: `${count} random cuts by bare sockets`,
    value: cut.off,
    unit,
    bar,
    ok: cut.off === 0,
    note: `${cut.sum} tokens produced, ${cut.whole} answers were whole before the cut; at most ${cut.late} tokens handed over after the stop; ${LANES} side by side`,
  })
  const kills = context.quick ? 3 : 12
  const never: Cut = { pieces: TOKENS + 1 }
  const dead = await run(
    'engine',
    Array.from({ length: kills }, () => never),
    async (question) => {
      const tokens = 1 + Math.floor((random() * TOKENS) / 2)
      while ((produced.get(question)?.tokens ?? 0) < tokens) await sleep(2)
      const { pid } = await stack.engine.health()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
    },
  )
  const oneError = dead.texts.filter((text) => text.split('"error"').length === 2).length
  const wholeOnes = dead.texts.filter((text) => text.includes('"finish_reason":"')).length
  context.row({
    name: `engine killed ${kills} times in mid-stream`,
    value: dead.off,
    unit,
    bar,
    ok: dead.off === 0 && oneError + wholeOnes === kills,
    note: `${oneError} streams ended with one error event, ${wholeOnes} were whole before the kill; ${dead.sum} tokens produced`,
  })
}
