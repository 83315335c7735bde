import { z } from 'zod'

/** What is compared: a Python module each, run with one set-up. `ours`: run again each time, by the trainer's environment. */
export const METHODS = [
  { name: 'openledger', module: 'lds.openledger', ours: true },
  { name: 'openledger_next', module: 'lds.openledger_next', ours: true },
  ...[
    'kronfluence_ekfac',
    'traker_trak',
    'dattri_logra',
    'dattri_datainf',
    'bergson_factored',
    'gradients',
    'bm25',
    'embeddings',
    'random_scores',
  ].map((name) => ({ name, module: `peers.${name}`, ours: false })),
]

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
