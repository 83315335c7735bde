import { sourceLicenceSchema } from '@openledger/core/api/contributions.ts'
import { mappingSchema, recordRangesSchema } from '@openledger/core/api/uploads.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { z } from 'zod'

const remarkSchema = z.object({
  place: z.string(),
  verdict: z.string(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
})

const jobFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  /** The file itself, so that a page that is loaded again can go on; null once it is done. */
  blob: z.instanceof(Blob).nullable(),
  sha256: z.string().nullable(),
  /** Records of it that are left out. */
  without: recordRangesSchema.optional(),
  stage: z.enum(['waiting', 'registering', 'uploading', 'reading', 'opening', 'done', 'failed']),
  /** 0 to 1 of the stage; null where that is not known. */
  share: z.number().nullable(),
  committed: z.number(),
  contributions: z.array(hex32Schema),
  accepted: z.number(),
  marked: z.number(),
  refused: z.number(),
  pending: z.number(),
  /** What the checks said, the first of it. */
  remarks: z.array(remarkSchema),
  failure: z.object({ code: z.string(), message: z.string(), hint: z.string(), status: z.number() }).nullable(),
})
export type JobFile = z.infer<typeof jobFileSchema>

/** A contribution that a person set going, as this browser keeps it. */
export const jobSchema = z.object({
  id: z.uuid(),
  chainId: z.number(),
  datanetId: hex32Schema,
  account: addressSchema,
  /** ms since 1970. */
  createdAt: z.number(),
  options: z.object({ url: z.string().optional(), mapping: mappingSchema.optional() }),
  /** What the files are under, as SPDX names it. */
  licence: sourceLicenceSchema.optional(),
  files: z.array(jobFileSchema),
  /** Set by the person; it goes on when they say so. */
  stopped: z.boolean(),
})
export type Job = z.infer<typeof jobSchema>

/** Whether nothing of it is left to do. */
export const isOver = (job: Job) => job.files.every(({ stage }) => stage === 'done' || stage === 'failed')
