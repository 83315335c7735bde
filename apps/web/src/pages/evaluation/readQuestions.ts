import { evaluationQuestionSchema } from '@openledger/core/api/evaluations.ts'
import { z } from 'zod'

/** A line as it is brought: one wording may stand for a list, and the group may be left out. */
const lineSchema = z
  .looseObject({
    prompts: z.array(z.string()).optional(),
    prompt: z.string().optional(),
    answer: z.string(),
    group: z.string().optional(),
  })
  .transform(({ prompts, prompt, answer, group }) => ({
    prompts: prompts ?? (prompt === undefined ? [] : [prompt]),
    answer,
    group: group ?? 'all',
  }))
  .pipe(evaluationQuestionSchema)

export type Question = z.output<typeof evaluationQuestionSchema>

/** Questions of a text, a JSON document a line, or the number of the first line that is none. */
export function readQuestions(typed: string): { readonly questions: readonly Question[] } | { readonly wrong: number } {
  const questions: Question[] = []
  for (const [at, line] of typed.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = lineSchema.safeParse(parseJson(line))
    if (!parsed.success) return { wrong: at + 1 }
    questions.push(parsed.data)
  }
  return { questions }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
