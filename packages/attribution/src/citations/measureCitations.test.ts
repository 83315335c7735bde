import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CitableDocument, measureCitations, type Score } from './measureCitations.ts'
import type { ChatMessage } from './renderContext.ts'

const messages: ChatMessage[] = [{ role: 'user', content: 'What?' }]
const documents: CitableDocument[] = [10, 20, 30].map((n) => ({
  number: n,
  title: `Title ${n}`,
  text: `text${n}`,
  url: 'https://example.org/',
  commitment: `0x${String(n).padStart(64, '0')}`,
}))

/** A scorer in which each document in the context adds its own amount of nats. */
function additive(effects: readonly number[], asked: string[] = []): Score {
  return async ([message], continuation) => {
    asked.push(message?.content ?? '')
    expect(continuation).toBe('The answer.')
    const sum = documents.reduce(
      (total, { text }, at) => total + (message?.content.includes(text) ? (effects[at] ?? 0) : 0),
      -20,
    )
    return { sum }
  }
}

const measure = (score: Score, threshold = 1_000n, shown = documents) =>
  measureCitations({ messages, documents: shown, answer: 'The answer.', score, threshold })

describe('measureCitations', () => {
  it('lists the documents that made the answer likelier, in micro-nats', async () => {
    const measured = await measure(additive([2.5, -1, 0.25]))
    expect(measured).toEqual({
      sumWithAll: -18.25,
      citations: [
        { commitment: documents[0]?.commitment, score: 2_500_000n },
        { commitment: documents[2]?.commitment, score: 250_000n },
      ],
    })
  })

  it('leaves out what is at the threshold', async () => {
    expect((await measure(additive([0.5, 0, 0]), 500_000n)).citations).toEqual([])
    expect((await measure(additive([0.5, 0, 0]), 499_999n)).citations).toHaveLength(1)
  })

  it('scores once more than there are documents; the others keep their numbers', async () => {
    const asked: string[] = []
    await measure(additive([1, 1, 1], asked))
    expect(asked).toHaveLength(4)
    expect(asked[1]).not.toContain('text30')
    expect(asked[2]).toContain('<document 10: Title 10>')
    expect(asked[2]).not.toContain('text20')
    expect(asked[2]).toContain('<document 30: Title 30>')
  })

  it('measures nothing without documents', async () => {
    expect(await measure(additive([]), 0n, [])).toEqual({ sumWithAll: -20, citations: [] })
  })

  it('finds each effect, whatever the effects are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 3, maxLength: 3 }),
        async (thousandths) => {
          const { citations } = await measure(additive(thousandths.map((n) => n / 1_024)))
          const expected = thousandths.filter((n) => n / 1_024 > 0.001)
          expect(citations).toHaveLength(expected.length)
          for (const [at, { score }] of citations.entries())
            expect(Number(score)).toBeCloseTo(((expected[at] ?? 0) / 1_024) * 1e6, -0.5)
        },
      ),
    )
  })

  it('refuses a score that is no number', async () => {
    await expect(measure(async () => ({ sum: Number.NaN }))).rejects.toMatchObject({
      code: 'ATTRIBUTION_SCORE_INVALID',
    })
  })
})
