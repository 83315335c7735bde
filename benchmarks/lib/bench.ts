import { z } from 'zod'

/** One printed figure. `bar` is the issue's own number; `ok: false` is an honest result and stays. */
export const benchRowSchema = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
  /** The bar as text with its direction, e.g. '≤ 15'; null: reported without a bar. */
  bar: z.string().nullable(),
  ok: z.boolean().nullable(),
  note: z.string(),
})
export type BenchRow = z.infer<typeof benchRowSchema>

/** A row as it is kept, with when and at which commit it was measured: a later run of some parts leaves the others. */
export const measuredRowSchema = benchRowSchema.extend({ date: z.string(), commit: z.string() })
export type MeasuredRow = z.infer<typeof measuredRowSchema>

/** What a bench ends with; committed as benchmarks/results/NAME.json. Date, commit and command are the last run's. */
export const benchResultSchema = z.strictObject({
  bench: z.string(),
  date: z.string(),
  commit: z.string(),
  machine: z.string(),
  command: z.string(),
  rows: z.array(measuredRowSchema),
})

/** What a bench is given. */
export type BenchContext = {
  /** Folder of the checkout that is measured. */
  readonly root: string
  /** A shorter run with fewer repetitions; its rows say so. */
  readonly quick: boolean
  /** Parts to run (all when empty). */
  readonly only: readonly string[]
  /** A state folder with a finished demo to start from (it is copied), instead of a fresh one. */
  readonly home: string | undefined
  /** A line of progress. */
  readonly progress: (line: string) => void
  /** Hands in a row as soon as it is measured. */
  readonly row: (row: BenchRow) => void
  readonly signal: AbortSignal
}

/** One bench: a file `benchmarks/NAME/NAME.bench.ts` that exports `bench`. */
export type Bench = {
  readonly name: string
  readonly summary: string
  /** Parts that --only can choose. */
  readonly parts: readonly string[]
  readonly run: (context: BenchContext) => Promise<void>
}
