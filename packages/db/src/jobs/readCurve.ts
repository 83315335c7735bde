import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../database.ts'
import { curveBlocks } from '../schema/curveBlocks.ts'
import { jobEvents } from '../schema/jobEvents.ts'
import { CURVE_BLOCK, type CurvePoint, readSteps, unpackPoints, writeCurveBlock } from './curveBlock.ts'

/** A training's history up to one event. */
export type Curve = {
  /** Ascending, each step once: what was done again after a restart stands for what was done first. */
  readonly points: readonly CurvePoint[]
  /** Events that are no steps, in their order. */
  readonly others: readonly { readonly sequence: number; readonly createdAt: Date; readonly event: unknown }[]
}

/**
 * Reads a job's steps, whole blocks packed and the rest from its events.
 *
 * @param upTo sequence of the last event that is read
 */
export async function readCurve(db: Database, jobId: string, upTo: number): Promise<Curve> {
  const whole = Math.floor(upTo / CURVE_BLOCK)
  const packed = await db
    .select({ block: curveBlocks.block, points: curveBlocks.points })
    .from(curveBlocks)
    .where(and(eq(curveBlocks.jobId, jobId), sql`${curveBlocks.block} < ${whole}`))
    .orderBy(asc(curveBlocks.block))
  const known = new Map(packed.map(({ block, points }) => [block, points]))
  const points: CurvePoint[] = []
  const add = (more: readonly CurvePoint[]) => {
    for (const point of more) {
      // A run that goes on from a checkpoint does the steps behind it again.
      while ((points.at(-1)?.step ?? -1) >= point.step) points.pop()
      points.push(point)
    }
  }
  for (let block = 0; block < whole; block++) {
    const text = known.get(block)
    add(text === undefined ? await writeCurveBlock(db, jobId, block) : unpackPoints(text))
  }
  add(await readSteps(db, jobId, whole * CURVE_BLOCK, upTo))
  const others = await db
    .select({ sequence: jobEvents.sequence, createdAt: jobEvents.createdAt, event: jobEvents.event })
    .from(jobEvents)
    .where(
      and(eq(jobEvents.jobId, jobId), lte(jobEvents.sequence, upTo), sql`${jobEvents.event} ->> 'type' <> 'progress'`),
    )
    .orderBy(asc(jobEvents.sequence))
  return { points, others }
}

const countedSchema = z.object({ rows: z.tuple([z.object({ last: z.int() })]) })

/** The sequence of a job's newest event; 0 before the first. Events are numbered in the order of their writing. */
export async function lastSequenceOf(db: Database, jobId: string): Promise<number> {
  const result: unknown = await db.execute(sql`
    SELECT coalesce(
      (SELECT last_sequence FROM training_jobs WHERE job_id = ${jobId}::uuid),
      (SELECT max(sequence) FROM job_events WHERE job_id = ${jobId}::uuid),
      0
    ) AS last`)
  return countedSchema.parse(result).rows[0].last
}
