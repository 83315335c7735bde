import { findingSchema, qualitySchema } from '@openledger/core/api/checks.ts'
import { z } from 'zod'
import type { RecordContent } from '../record/recordContent.ts'
import type { Asked } from './check.ts'

/** A content, and what it is held against. */
export type ContentToJudge = { readonly content: RecordContent; readonly asked: Asked }

const judgementSchema = z.object({
  findings: z.array(findingSchema),
  form: qualitySchema.shape.parts,
  language: z.string().nullable(),
})
/** What the content checks find, the parts of its quality by form, and its language (ISO 639-1; null: can't be told). */
export type ContentJudgement = z.infer<typeof judgementSchema>

/** What the thread is sent. Contents were validated when they came in, and are not again. */
export const taskSchema = z.object({ id: z.int(), items: z.custom<readonly ContentToJudge[]>(Array.isArray) })

/** What it answers. */
export const answerSchema = z.object({ id: z.int(), judgements: z.array(judgementSchema) })
