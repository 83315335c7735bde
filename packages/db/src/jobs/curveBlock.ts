import { and, asc, eq, gt, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../database.ts'
import { curveBlocks } from '../schema/curveBlocks.ts'
import { jobEvents } from '../schema/jobEvents.ts'

/** Events that a block stands for. */
export const CURVE_BLOCK = 1_024

/** A step as curves show it. */
export type CurvePoint = {
  readonly step: number
  readonly loss: number
  readonly lr: number
  readonly gradNorm: number
  readonly tokensPerSecond: number
}

const FIELDS = ['step', 'loss', 'lr', 'gradNorm', 'tokensPerSecond'] as const

const stepSchema = z.object({
  type: z.literal('progress'),
  step: z.number(),
  loss: z.number(),
  lr: z.number(),
  gradNorm: z.number(),
  tokensPerSecond: z.number(),
})

/** The steps among a job's events after one sequence and up to another, in their order. */
export async function readSteps(db: Database, jobId: string, after: number, upTo: number): Promise<CurvePoint[]> {
  const rows = await db
    .select({ event: jobEvents.event })
    .from(jobEvents)
    .where(and(eq(jobEvents.jobId, jobId), gt(jobEvents.sequence, after), lte(jobEvents.sequence, upTo)))
    .orderBy(asc(jobEvents.sequence))
  return rows.flatMap(({ event }) => {
    const { data } = stepSchema.safeParse(event)
    if (data === undefined) return []
    const { type: _, ...point } = data
    return [point]
  })
}

/**
 * Packs the steps of one block of a job's events, all of which are there. Done twice it is the same; what a kill kept
 * from being packed is packed when it is read.
 *
 * @returns the block's steps
 */
export async function writeCurveBlock(db: Database, jobId: string, block: number): Promise<CurvePoint[]> {
  const steps = await readSteps(db, jobId, block * CURVE_BLOCK, (block + 1) * CURVE_BLOCK)
  await db
    .insert(curveBlocks)
    .values({ jobId, block, points: packPoints(steps) })
    .onConflictDoNothing()
  return steps
}

/** Base64 of the points' numbers, field after field. */
export function packPoints(points: readonly CurvePoint[]): string {
  const numbers = Float64Array.from(FIELDS.flatMap((field) => points.map((point) => point[field])))
  return Buffer.from(numbers.buffer).toString('base64')
}

/** What {@link packPoints} packed. */
export function unpackPoints(packed: string): CurvePoint[] {
  // A copy of its own: what Buffer gives need not begin at a multiple of eight bytes.
  const numbers = new Float64Array(new Uint8Array(Buffer.from(packed, 'base64')).buffer)
  const length = numbers.length / FIELDS.length
  const at = (field: number, place: number) => numbers[field * length + place] ?? 0
  return Array.from({ length }, (_, place) => ({
    step: at(0, place),
    loss: at(1, place),
    lr: at(2, place),
    gradNorm: at(3, place),
    tokensPerSecond: at(4, place),
  }))
}
