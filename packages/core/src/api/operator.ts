import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { epochStatusSchema } from './epochs.ts'
import { jobKindSchema, jobStatusSchema } from './jobs.ts'
import { addressSchema, countSchema, numberParam, timeSchema, weiTextSchema } from './primitives.ts'

const finishSchema = z.object({
  stop: countSchema,
  length: countSchema,
  cancelled: countSchema,
  error: countSchema,
})

/** Of a duration since the process began: half of the times and 95% of them are below, to the width of a histogram's step. */
export const latencySchema = z.object({ count: countSchema, p50_s: z.number(), p95_s: z.number() }).nullable()

/** What this process counted since it began. */
export const servedSchema = z.object({
  /** Calls that are answered now or wait for it, and those that wait to be let in. */
  open: countSchema,
  waiting: countSchema,
  ended: finishSchema,
  inputTokens: countSchema,
  outputTokens: countSchema,
  /** Tokens produced a second, over the last minute. */
  tokensPerSecond: z.number().min(0),
  firstToken: latencySchema,
  betweenTokens: latencySchema,
  wholeCall: latencySchema,
})

export const engineFiguresSchema = z.object({
  state: z.enum(['ready', 'stopped', 'away', 'closed']),
  active: countSchema,
  waiting: countSchema,
  threads: countSchema,
  restarts: countSchema,
  /** Adapters in memory; of the times that a call wanted one, how often it was there. */
  adapters: z.object({ loaded: countSchema, bytes: countSchema, hits: countSchema, loads: countSchema }),
  evaluations: countSchema,
  evaluatedTokens: countSchema,
})

const operatorJobSchema = z.object({
  jobId: z.uuid(),
  kind: jobKindSchema,
  name: z.string(),
  developer: addressSchema,
  status: jobStatusSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** Code of its error. */
  error: z.string().nullable(),
})

export const operatorSchema = z.object({
  operator: addressSchema,
  /** Of the process that answers. */
  process: z.object({ startedAt: timeSchema, memoryBytes: countSchema, versions: z.record(z.string(), z.string()) }),
  calls: servedSchema,
  /** Null when it does not answer. */
  engine: engineFiguresSchema.nullable(),
  jobs: z.object({
    counts: z.array(z.object({ kind: jobKindSchema, status: jobStatusSchema, count: countSchema })),
    /** The newest first. */
    recent: z.array(operatorJobSchema),
  }),
  epochs: z.object({
    /** Paid calls in no epoch, and their fees. */
    waiting: z.object({ count: countSchema, fees: weiTextSchema }),
    /** One that is not posted yet; `error` is the code that it stands at. */
    unposted: z.object({ number: countSchema, status: epochStatusSchema, error: z.string().nullable() }).nullable(),
    /** Posted ones that may still be challenged. */
    inWindow: z.array(z.object({ number: countSchema, finalizesAt: timeSchema, fees: weiTextSchema })),
    final: countSchema,
    /** By the chain, wei; null while it is out of reach. */
    bond: z.object({ amount: weiTextSchema, locked: weiTextSchema }).nullable(),
  }),
  chain: z.object({
    chainId: countSchema,
    /** Newest block; null while the chain is out of reach. */
    head: z.object({ number: countSchema, time: timeSchema }).nullable(),
    /** Newest block that the tables have. */
    indexed: countSchema.nullable(),
    /** Blocks after which nothing is undone; null on a chain of one's own. */
    finalityDepth: countSchema.nullable(),
    trouble: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
    /** Transactions of the operator's: on their way, since when the oldest, and refused or reverted. */
    sending: z.object({ pending: countSchema, oldest: timeSchema.nullable(), failed: countSchema }),
    /** In the operator's account, wei; null while the chain is out of reach. */
    ether: weiTextSchema.nullable(),
    open: weiTextSchema.nullable(),
  }),
  /** Accounts whose key is kept here, and what was given for their gas in 24 hours, wei of ether. */
  kept: z.object({ accounts: countSchema, gas: weiTextSchema, gasLimit: weiTextSchema, pending: countSchema }),
})

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const

/** A line of the process's log: facts, never secrets nor what calls say. */
export const logLineSchema = z.object({
  /** Grows by one a line; a gap is lines that fell out before they were asked for. */
  sequence: countSchema,
  /** ms since 1970. */
  time: countSchema,
  level: z.enum(LOG_LEVELS),
  event: z.string(),
  facts: z.record(z.string(), z.unknown()),
})

export const logLinesSchema = z.object({
  /** Oldest first. */
  data: z.array(logLineSchema),
  /** Give it as `after` to go on: the newest line's number, whether or not the filter lets it through. */
  next: countSchema,
})

export const getOperator = defineApiRoute({
  method: 'get',
  path: '/v1/operator',
  auth: 'account',
  summary: 'How the node does: calls, engine, cache, jobs, epochs, chain; for the operator alone',
  status: 200,
  response: operatorSchema,
})

export const listLogLines = defineApiRoute({
  method: 'get',
  path: '/v1/operator/logs',
  auth: 'account',
  summary: 'The last lines of the node’s log, from a level on, with some words, after a number; for the operator alone',
  status: 200,
  query: z.object({
    after: numberParam({ min: 0 }).default(0),
    limit: numberParam({ min: 1, max: 1000 }).default(200),
    level: z.enum(LOG_LEVELS).default('info'),
    /** In the event or the facts, whatever the case. */
    text: z.string().max(200).default(''),
  }),
  response: logLinesSchema,
})

export type Operator = z.infer<typeof operatorSchema>
export type Latency = z.infer<typeof latencySchema>
export type LogLine = z.infer<typeof logLineSchema>
export type LogLevel = LogLine['level']
