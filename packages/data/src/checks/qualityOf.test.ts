import { expect, it } from 'vitest'
import type { RecordContent } from '../record/recordContent.ts'
import { formOf } from './formOf.ts'
import { qualityOf as quality } from './qualityOf.ts'

const qualityOf = (content: RecordContent, findings: Parameters<typeof quality>[1]) =>
  quality(formOf(content), findings)

const good: RecordContent = {
  kind: 'qa',
  prompts: [
    'How long is the warranty of a dishwasher in the EU?',
    'For how many years does a dishwasher have a warranty?',
  ],
  answer: 'Two years at least, by directive (EU) 2019/771; the seller has to repair it or give another.',
}

it('takes nothing off a plain record, and names what it takes off others', () => {
  expect(qualityOf(good, [])).toEqual({ score: 100, parts: [] })
  const names = (content: RecordContent) => qualityOf(content, []).parts.map(({ name }) => name)
  expect(names({ kind: 'qa', prompts: ['Two?'], answer: '2' })).toEqual(['length', 'wordings'])
  expect(
    names({ ...good, answer: good.answer.toUpperCase(), prompts: ['WHAT IS THE WARRANTY, AND HOW LONG?'] }),
  ).toContain('capitals')
  expect(
    names({
      kind: 'document',
      title: 'A',
      url: 'https://example.org/',
      text: 'The river runs to the sea and takes what it finds on its way along with it to the place where it is wide and slow and',
    }),
  ).toContain('ending')
  expect(
    names({
      kind: 'document',
      title: 'A',
      url: 'https://example.org/',
      text: 'the cat and the dog and the cow. '.repeat(8),
    }),
  ).toContain('variety')
})

it('adds up to its score, and stays within 0 and 100', () => {
  const finding = { check: 'x', verdict: 'refuse', code: 'DATA_X', reason: 'So.' } as const
  for (const [content, findings] of [
    [good, [finding]],
    [{ kind: 'qa', prompts: ['Two?'], answer: '2' }, [{ ...finding, verdict: 'mark' as const }]],
    [good, [finding, finding, finding]],
  ] as const) {
    const { score, parts } = qualityOf(content, findings)
    expect(score).toBe(Math.max(0, 100 + parts.reduce((sum, { points }) => sum + points, 0)))
  }
})
