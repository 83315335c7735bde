import type { Database } from '@openledger/db/database.ts'
import { adapters } from '@openledger/db/schema/adapters.ts'
import { desc } from 'drizzle-orm'
import { z } from 'zod'

/** How fast a node trains. */
export type TrainingRate = {
  readonly tokensPerSecond: number
  /** For the attribution index, which reads each record once more, in several wordings. */
  readonly indexSecondsPerRecord: number
  readonly from: 'measured' | 'assumed'
}

/** Earlier trainings that are looked at. */
const RECENT = 10
/** Of a model of 135 million parameters on two CPU cores, at the lower end of what was seen. */
const ASSUMED = { tokensPerSecond: 90, indexSecondsPerRecord: 0.3 } as const

const resultSchema = z.object({
  tokens: z.number().gt(0),
  trainSeconds: z.number().gt(0),
  records: z.number().gt(0),
  indexSeconds: z.number().min(0),
})

/** The rate of the newest trainings on this node; an assumed one where there are none yet. */
export async function trainingRate(db: Database): Promise<TrainingRate> {
  const rows = await db
    .select({ result: adapters.result })
    .from(adapters)
    .orderBy(desc(adapters.createdAt))
    .limit(RECENT)
  const results = rows.flatMap(({ result }) => resultSchema.safeParse(result).data ?? [])
  const sum = (field: keyof z.output<typeof resultSchema>) =>
    results.reduce((total, result) => total + result[field], 0)
  if (results.length === 0) return { ...ASSUMED, from: 'assumed' }
  return {
    tokensPerSecond: sum('tokens') / sum('trainSeconds'),
    indexSecondsPerRecord: sum('indexSeconds') / sum('records'),
    from: 'measured',
  }
}
