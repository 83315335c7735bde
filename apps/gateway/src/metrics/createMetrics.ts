import type { Operator } from '@openledger/core/api/operator.ts'
import type { EngineHealth } from '@openledger/engine/engine.ts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { createRate } from './createRate.ts'
import { latencyOf } from './latencyOf.ts'

/** How a call ended, for the counts. */
export type CallEnd = {
  readonly finish: 'stop' | 'length' | 'cancelled' | 'error'
  readonly inputTokens: number
  readonly outputTokens: number
  /** Wei; 0 when nothing was charged. */
  readonly fee: bigint
}

/** Watches one call from its reservation on. */
export type CallWatch = {
  /** A token came from the engine. */
  readonly token: () => void
  readonly end: (end: CallEnd) => void
}

/** What the gateway counts while it runs. */
export type Metrics = {
  readonly watchCall: () => CallWatch
  readonly answered: (method: string, status: number) => void
  /** Everything in Prometheus' text format, version 0.0.4. */
  readonly render: () => Promise<string>
  /** The calls' part of it as figures. */
  readonly served: () => Promise<Operator['calls']>
  readonly contentType: string
}

/** Seconds; an answer's first token waits for the prompt and for other calls, later ones for the model alone. */
const FIRST_TOKEN = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const BETWEEN_TOKENS = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5]
const WHOLE_CALL = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/**
 * Counters and histograms of this process, without labels that grow with the number of models or callers.
 *
 * @param sources.openCalls calls that are being answered now
 * @param sources.waitingCalls calls that wait to be let in
 * @param sources.engine the engine's own numbers, asked for at each reading
 * @param sources.payments payments by x402 that are under way, and wei that all wallets are owed; undefined without x402
 */
export function createMetrics(sources: {
  readonly openCalls: () => number
  readonly waitingCalls: () => number
  readonly engine: () => Promise<EngineHealth>
  readonly payments: () => Promise<{ readonly underWay: number; readonly owed: bigint } | undefined>
}): Metrics {
  const registers = [new Registry()]
  const [registry] = registers
  if (registry === undefined) throw new TypeError('unreachable')
  collectDefaultMetrics({ register: registry })
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `openledger_${name}`, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `openledger_${name}`, help, buckets, registers })
  const gauge = (name: string, help: string) => new Gauge({ name: `openledger_${name}`, help, registers })

  const calls = counter('calls_total', 'Calls that ended, by how.', ['finish'])
  const tokens = counter('tokens_total', 'Tokens of calls that ended.', ['direction'])
  const fees = counter('fees_open_total', 'Fees of calls that ended, in OPEN.', [])
  const answers = counter('http_answers_total', 'Answers of the API.', ['method', 'status'])
  const firstToken = histogram('first_token_seconds', 'From a call’s reservation to its first token.', FIRST_TOKEN)
  const between = histogram('between_tokens_seconds', 'From one token of an answer to the next.', BETWEEN_TOKENS)
  const whole = histogram('call_seconds', 'From a call’s reservation until it has settled.', WHOLE_CALL)
  const open = gauge('calls_open', 'Calls that are being answered now, or wait for it.')
  const waiting = gauge('calls_waiting', 'Calls that wait to be let in.')
  const x402 = {
    underWay: gauge('x402_payments_open', 'Payments by x402 that are under way.'),
    owed: gauge('x402_owed_open', 'What wallets paid by x402 and did not use or get back, in OPEN.'),
  }
  const engine = {
    active: gauge('engine_calls_active', 'Calls that the engine serves now.'),
    waiting: gauge('engine_calls_waiting', 'Calls that wait for a turn in the engine.'),
    threads: gauge('engine_threads', 'Threads that the engine uses.'),
    adaptersLoaded: gauge('engine_adapters_loaded', 'Adapters in the engine’s memory.'),
    adapterBytes: gauge('engine_adapter_bytes', 'Bytes of adapter files in the engine’s memory.'),
    adapterHits: gauge(
      'engine_adapter_hits',
      'Times that a call found its adapter in memory, since the engine’s start.',
    ),
    adapterLoads: gauge('engine_adapter_loads', 'Times that an adapter was read for a call, since the engine’s start.'),
    evaluations: gauge('engine_evaluations', 'Evaluations of next tokens, since the engine’s start.'),
    evaluatedTokens: gauge('engine_evaluated_tokens', 'Tokens in them; more than one each where calls share them.'),
    restarts: gauge('engine_restarts', 'Times that the engine’s process was started again.'),
  }
  const up = gauge('engine_up', 'Whether the engine answers: 1, else 0.')
  const produced = createRate()
  const countOf = async (one: Counter, label: string, value: string) =>
    (await one.get()).values.find(({ labels }) => labels[label] === value)?.value ?? 0

  return {
    watchCall: () => {
      const begun = performance.now()
      let last: number | undefined
      return {
        token: () => {
          const now = performance.now()
          if (last === undefined) firstToken.observe((now - begun) / 1000)
          else between.observe((now - last) / 1000)
          last = now
          produced.add()
        },
        end: ({ finish, inputTokens, outputTokens, fee }) => {
          whole.observe((performance.now() - begun) / 1000)
          calls.inc({ finish })
          tokens.inc({ direction: 'input' }, inputTokens)
          tokens.inc({ direction: 'output' }, outputTokens)
          fees.inc(Number(fee) / 1e18)
        },
      }
    },
    answered: (method, status) => answers.inc({ method, status: String(status) }),
    render: async () => {
      open.set(sources.openCalls())
      waiting.set(sources.waitingCalls())
      const health = await sources.engine().catch(() => undefined)
      up.set(health?.state === 'ready' ? 1 : 0)
      if (health !== undefined)
        for (const key of Object.keys(engine) as (keyof typeof engine)[]) engine[key].set(health[key])
      const payments = await sources.payments().catch(() => undefined)
      x402.underWay.set(payments?.underWay ?? 0)
      x402.owed.set(Number(payments?.owed ?? 0n) / 1e18)
      return registry.metrics()
    },
    served: async () => ({
      open: sources.openCalls(),
      waiting: sources.waitingCalls(),
      ended: {
        stop: await countOf(calls, 'finish', 'stop'),
        length: await countOf(calls, 'finish', 'length'),
        cancelled: await countOf(calls, 'finish', 'cancelled'),
        error: await countOf(calls, 'finish', 'error'),
      },
      inputTokens: await countOf(tokens, 'direction', 'input'),
      outputTokens: await countOf(tokens, 'direction', 'output'),
      tokensPerSecond: produced.perSecond(),
      firstToken: await latencyOf(firstToken),
      betweenTokens: await latencyOf(between),
      wholeCall: await latencyOf(whole),
    }),
    contentType: registry.contentType,
  }
}
