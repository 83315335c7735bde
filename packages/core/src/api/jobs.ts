import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, timeSchema } from './primitives.ts'

export const jobKindSchema = z.enum(['train', 'evaluate', 'epoch', 'recheck', 'adapter', 'export'])

/** `stopped`: its developer stopped it; it keeps what it has and goes on when it is resumed. */
export const jobStatusSchema = z.enum(['queued', 'running', 'stopped', 'succeeded', 'failed', 'cancelled'])

/** Whether a job does nothing any more, be it for now or for good. */
export function isJobAtRest(status: JobStatus): boolean {
  return status !== 'queued' && status !== 'running'
}

/** Why a job failed: a registered code, what happened and what to do. */
export const jobErrorSchema = z.object({ code: z.string(), message: z.string(), hint: z.string() })

/** What all jobs share; `result` is read with the schema of the job's kind. */
export const jobSchema = z.object({
  jobId: z.uuid(),
  kind: jobKindSchema,
  status: jobStatusSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  result: z.unknown().nullable(),
  error: jobErrorSchema.nullable(),
})

/** One event of a job's stream: `sequence` is the SSE id, `type` the SSE event name. */
export const jobEventSchema = z.object({
  sequence: countSchema,
  event: z.looseObject({ type: z.string() }),
})

export const acceptedJobSchema = z.object({ jobId: z.uuid() })

export const getJob = defineApiRoute({
  method: 'get',
  path: '/v1/jobs/{id}',
  auth: 'none',
  summary: 'State and result of a job of any kind',
  status: 200,
  params: z.object({ id: z.uuid() }),
  response: jobSchema,
})

export type Job = z.infer<typeof jobSchema>
export type JobStatus = z.infer<typeof jobStatusSchema>
export type JobEvent = z.infer<typeof jobEventSchema>
