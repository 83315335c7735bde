import { z } from 'zod'

const peer = (name: string, args: readonly string[] = [], suffix = '') => ({
  name: `${name}${suffix}`,
  module: `peers.${name}`,
  ours: false,
  args,
})
const MIDDLE = ['--checkpoint', '6']

/** What is compared: a Python module each, run with one set-up. `ours`: run again each time, by the trainer's environment. */
export const METHODS = [
  { name: 'openledger', module: 'lds.openledger', ours: true, args: [] },
  { name: 'openledger_next', module: 'lds.openledger_next', ours: true, args: [] },
  peer('kronfluence_ekfac'),
  peer('kronfluence_ekfac', MIDDLE, '_middle'),
  peer('traker_trak'),
  peer('dattri_logra'),
  peer('dattri_logra', MIDDLE, '_middle'),
  peer('dattri_datainf'),
  peer('bergson_factored'),
  peer('bergson_factored', MIDDLE, '_middle'),
  peer('gradients'),
  peer('gradients', MIDDLE, '_middle'),
  peer('bm25'),
  peer('embeddings'),
  peer('random_scores'),
]

/** The methods of a --quick run: those that take seconds, and ours. */
export const QUICK: ReadonlySet<string> = new Set(['openledger', 'bm25', 'embeddings', 'random_scores'])

const optionSchema = z.object({
  option: z.record(z.string(), z.unknown()),
  buildSeconds: z.number(),
  querySeconds: z.number(),
  cached: z.boolean(),
  note: z.string(),
})

/** What lds/report.py prints. lds: mean over queries of Spearman's correlation; tuning: the same of each option. */
export const reportSchema = z.object({
  tuningMasks: z.number(),
  reportingMasks: z.number(),
  queries: z.number(),
  methods: z.array(
    z.object({
      name: z.string(),
      option: z.number(),
      tuning: z.array(z.number()),
      lds: z.number(),
      facts: z.object({
        package: z.string().nullable(),
        version: z.string().nullable(),
        options: z.array(optionSchema),
      }),
    }),
  ),
  ceiling: z.object({ masks: z.number(), value: z.number() }).optional(),
  differences: z.array(
    z.object({
      ours: z.string(),
      peer: z.string(),
      ratio: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
})
export type Report = z.infer<typeof reportSchema>
