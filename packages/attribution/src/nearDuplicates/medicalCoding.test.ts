import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { type ClusterItem, clusterNearDuplicates } from './clusterNearDuplicates.ts'

const qa = z.object({ kind: z.literal('qa'), prompts: z.array(z.string()), answer: z.string() })

function items(contributor: string): ClusterItem[] {
  const file = new URL(`../../../../examples/medical-coding/contributions/${contributor}.jsonl`, import.meta.url)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line, at) => ({ id: `${contributor} ${at}`, content: qa.parse(JSON.parse(line)) }))
}

it('finds every record of the copier, names its original, and takes no good record for a copy', () => {
  const good = ['infectious', 'circulatory', 'injuries'].flatMap(items)
  const copies = items('copier')
  const units = clusterNearDuplicates([...good, ...copies])
  expect(good.filter(({ id }) => units.get(id) !== id)).toEqual([])
  const answers = new Map(good.map(({ id, content }) => [id, content.kind === 'qa' ? content.answer : '']))
  for (const { id, content } of copies) {
    expect(content.kind === 'qa' && answers.get(units.get(id) ?? '')).toBe(content.kind === 'qa' && content.answer)
  }
  expect(copies.length).toBeGreaterThan(0)
})
