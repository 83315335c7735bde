import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TrainedFact } from './trainingPlan.ts'

/** A question of the demo, and what is known about its answer. */
export type Question = {
  readonly kind: 'training wording' | 'held-out wording' | 'retrieval' | 'base' | 'cancelled'
  readonly text: string
  /** The answer expected (facts), or null. */
  readonly expected: string | null
  /** The record or document that the answer should come from: a commitment, or a document's address; null: none known. */
  readonly source: string | null
}

const heldOutSchema = z.object({ answer: z.string(), prompts: z.array(z.string()).min(4) })
const retrievalSchema = z.object({ question: z.string(), url: z.string() })

/** Wordings that no record has, by the fact's answer. */
export type HeldOut = ReadonlyMap<string, readonly string[]>

/** Reads examples/medical-coding/heldout.jsonl. */
export async function readHeldOut(examples: string): Promise<HeldOut> {
  const lines = await readJsonLines(join(examples, 'medical-coding', 'heldout.jsonl'), heldOutSchema)
  return new Map(lines.map((line) => [line.answer, line.prompts]))
}

/** Reads the questions about licences: each with the address of the document that answers it. */
export async function readLicenceQuestions(examples: string): Promise<Question[]> {
  const lines = await readJsonLines(join(examples, 'licences', 'questions.jsonl'), retrievalSchema)
  return lines.map((line) => ({ kind: 'retrieval', text: line.question, expected: null, source: line.url }))
}

async function readJsonLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, 'utf8')
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [schema.parse(JSON.parse(line))]))
}

/** Questions about licences a run: each costs some eight scorings of a long prompt when it is attributed. */
const LICENCE_QUESTIONS = 2

/**
 * The questions of one run: about trained facts of all contributors in turn, half in a training wording and half in a
 * held-out one, going through facts and wordings so that a later run asks others; a few about licences, one of the base
 * model, one that is cancelled while it is streamed.
 * @param run from 1
 * @param count questions about facts
 */
export function questionsOfRun(
  run: number,
  count: number,
  facts: readonly TrainedFact[],
  heldOut: HeldOut,
  licences: readonly Question[],
): Question[] {
  // Noise has no held-out wordings: nobody asks about what does not exist.
  const known = inTurns(facts.filter((fact) => heldOut.has(fact.answer)))
  const start = (run - 1) * count
  const about: Question[] = Array.from({ length: count }, (_, i) => {
    const turn = start + i
    const fact = known[Math.floor(turn / 2) % known.length]
    const isTraining = turn % 2 === 0
    const wordings = (isTraining ? fact?.prompts : heldOut.get(fact?.answer ?? '')) ?? []
    const text = wordings[Math.floor(turn / 2 / known.length) % wordings.length] ?? ''
    return {
      kind: isTraining ? 'training wording' : 'held-out wording',
      text,
      expected: fact?.answer ?? null,
      source: fact?.commitment ?? null,
    }
  })
  const some = Array.from(
    { length: Math.min(LICENCE_QUESTIONS, licences.length) },
    (_, i) => licences[((run - 1) * LICENCE_QUESTIONS + i) % licences.length],
  ).filter((question) => question !== undefined)
  return [
    ...about,
    ...some,
    { kind: 'base', text: 'Name one primary colour.', expected: null, source: null },
    { kind: 'cancelled', text: 'Explain in detail what a software licence is.', expected: null, source: null },
  ]
}

/** One fact of each contributor, then the next of each. */
function inTurns(facts: readonly TrainedFact[]): TrainedFact[] {
  const groups = [...Map.groupBy(facts, (fact) => fact.account).values()]
  const rounds = Math.max(0, ...groups.map((group) => group.length))
  return Array.from({ length: rounds }, (_, round) => groups.flatMap((group) => group.slice(round, round + 1))).flat()
}

/** Letters and digits in lower case: how answers are compared (a trailing point or a space more is no other code). */
export const normalised = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]/g, '')
    .replace(/\.+$/, '')
