import { z } from 'zod'

/** Why a record is refused, in the order of the digits that the desk takes. */
export const reviewReasons = [
  'wrong',
  'incomplete',
  'unclear',
  'off_topic',
  'duplicate',
  'personal_data',
  'harmful',
  'rights',
  'other',
] as const

export const reviewReasonSchema = z.enum(reviewReasons)
export const reviewVerdictSchema = z.enum(['accept', 'refuse'])

/** Words that go with an answer, at most a short paragraph. */
const noteSchema = z.string().trim().max(1_000)

/** What a reviewer says of a task: a refusal names its reason. */
export const reviewAnswerSchema = z
  .object({
    verdict: z.enum(['accept', 'refuse', 'unsure']),
    reason: reviewReasonSchema.nullable().default(null),
    note: noteSchema.nullable().default(null),
  })
  .refine(({ verdict, reason }) => (verdict === 'refuse') === (reason !== null), {
    error: 'a refusal, and nothing else, has a reason',
    path: ['reason'],
  })

/** What somebody decides where the reviews did not: a refusal names its reason, and words are owed for either. */
export const reviewDecisionSchema = z
  .object({
    verdict: reviewVerdictSchema,
    reason: reviewReasonSchema.nullable().default(null),
    note: noteSchema.min(1),
  })
  .refine(({ verdict, reason }) => (verdict === 'refuse') === (reason !== null), {
    error: 'a refusal, and nothing else, has a reason',
    path: ['reason'],
  })

export type ReviewReason = z.infer<typeof reviewReasonSchema>
export type ReviewVerdict = z.infer<typeof reviewVerdictSchema>
export type ReviewAnswer = z.output<typeof reviewAnswerSchema>
export type ReviewDecision = z.output<typeof reviewDecisionSchema>
