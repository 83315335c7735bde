import { hashText } from '@openledger/core/primitives/hash.ts'
import { z } from 'zod'
import type { ContentPlace } from '../contents/createContents.ts'

/** What a row of `evaluation_answers` says in words: the expected answer, and each wording with both answers. */
export const evaluationTextsSchema = z.strictObject({
  expected: z.string(),
  asked: z.array(z.strictObject({ prompt: z.string(), base: z.string(), adapter: z.string() })),
})
export type EvaluationTexts = z.output<typeof evaluationTextsSchema>

/** What the texts of a row are sealed for: its evaluation names the key, its place is bound in. */
export function evaluationPlace(jobId: string, place: number): ContentPlace {
  return { datanetId: hashText(`evaluation ${jobId}`), commitment: hashText(`answer ${place}`) }
}
