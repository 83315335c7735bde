import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComparedContent } from '@openledger/attribution/nearDuplicates/content.ts'
import { createNearDuplicateIndex } from '@openledger/attribution/nearDuplicates/nearDuplicateIndex.ts'
import { z } from 'zod'
import type { BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'

const documentSchema = z.object({ title: z.string(), text: z.string() })
const tuningSchema = documentSchema.extend({ family: z.string(), paraphrase: documentSchema })
const ORDERS = [1, 2, 3, 4, 5]

/**
 * The rule for paraphrased documents on the documents that its constants were set on, which no other part looks at: short
 * ones on eight subjects, written for this by hand with a paraphrase each, many of them twins of a neighbour.
 */
export async function calibrateParaphrases(context: BenchContext): Promise<void> {
  const text = await readFile(join(context.root, 'benchmarks/gaming/tuningDocuments.jsonl'), 'utf8')
  const documents = text
    .trim()
    .split('\n')
    .map((line) => tuningSchema.parse(JSON.parse(line)))
  const asContent = (of: z.output<typeof documentSchema>): ComparedContent => ({ kind: 'document', ...of })
  let [found, wrong, merged] = [0, 0, 0]
  for (const seed of ORDERS) {
    const index = createNearDuplicateIndex()
    for (const document of inOrder(documents, seed)) {
      const content = asContent({ title: document.title, text: document.text })
      if (index.find(content) !== undefined) merged += 1
      index.add(document.title, content)
    }
    for (const { title, paraphrase } of documents) {
      const hit = index.find(asContent(paraphrase))
      if (hit?.id === title) found += 1
      else if (hit !== undefined) wrong += 1
    }
  }
  const all = documents.length * ORDERS.length
  context.row({
    name: 'calibration documents: paraphrases found',
    value: Number(((100 * found) / all).toFixed(2)),
    unit: '%',
    bar: null,
    ok: null,
    note: `${found} of ${all} (${documents.length} documents in ${ORDERS.length} orders), ${wrong} of them named with another; the constants of the rule were set on these`,
  })
  context.row({
    name: 'calibration documents: honest ones falsely merged',
    value: Number(((100 * merged) / all).toFixed(2)),
    unit: '%',
    bar: null,
    ok: null,
    note: `${merged} of ${all}; half of them have a twin that says nearly the same of a neighbour (HTTP 301 and 308, head and tail)`,
  })
}

/** A list in an order that a seed draws. */
export function inOrder<T>(list: readonly T[], seed: number): T[] {
  const random = seededRandom(seed)
  return list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)
}
