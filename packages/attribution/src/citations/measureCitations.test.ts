import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CitableDocument, type MeasureCitationsOptions, measureCitations, type Score } from './measureCitations.ts'
import type { ChatMessage } from './renderContext.ts'

const messages: ChatMessage[] = [{ role: 'user', content: 'What?' }]
const documents: CitableDocument[] = [10, 20, 30].map((n) => ({
  number: n,
  title: `Title ${n}`,
  text: `text${n}`,
  url: 'https://example.org/',
  commitment: `0x${String(n).padStart(64, '0')}`,
}))
const [first, , third] = documents.map(({ commitment }) => commitment) as [Hex32, Hex32, Hex32]

/** A scorer that is told which documents it sees. */
function scorer(value: (shown: readonly boolean[]) => number, asked: string[] = []): Score {
  return async (given, continuation) => {
    const content = given.at(-1)?.content ?? ''
    asked.push(content)
    expect(continuation).toBe('The answer.')
    return { sum: value(documents.map(({ text }) => content.includes(text))) }
  }
}
const additive = (effects: readonly number[]) =>
  scorer((shown) => effects.reduce((sum, effect, at) => sum + (shown[at] ? effect : 0), -20))

const measure = (score: Score, more: Partial<MeasureCitationsOptions> = {}) =>
  measureCitations({
    messages,
    documents,
    answer: 'The answer.',
    score,
    threshold: 1_000n,
    seed: hashText('a call'),
    units: new Map(),
    ...more,
  })

describe('measureCitations', () => {
  it('lists the documents that made the answer likelier, in micro-nats, and no others', async () => {
    const measured = await measure(additive([2.5, -1, 0.25]))
    expect(measured).toMatchObject({ sumWithAll: -18.25, sumWithNone: -20 })
    expect(measured.citations).toEqual([
      { commitment: first, score: 2_500_000n },
      { commitment: third, score: 250_000n },
    ])
    expect((await measure(additive([0, 0, 0]))).citations).toEqual([])
  })

  it('leaves out what is at the threshold', async () => {
    expect((await measure(additive([0.5, 0, 0]), { threshold: 500_000n })).citations).toEqual([])
    expect((await measure(additive([0.5, 0, 0]), { threshold: 499_999n })).citations).toHaveLength(1)
  })

  it('measures each context once; what stays keeps its number, and the empty one is the question alone', async () => {
    const asked: string[] = []
    const { contexts } = await measure(scorer(() => -1, asked))
    expect(new Set(asked).size).toBe(8)
    expect(contexts).toHaveLength(8)
    expect(contexts[0]).toEqual({ shown: [true, true, true], sum: -1 })
    expect(asked.at(-1)).toBe('What?')
    const withoutSecond = asked[contexts.findIndex(({ shown }) => shown.join() === 'true,false,true')]
    expect(withoutSecond).toContain('<document 10: Title 10>')
    expect(withoutSecond).not.toContain('text20')
    expect(withoutSecond).toContain('<document 30: Title 30>')
  })

  it('lets independent documents that say the same share', async () => {
    const redundant = scorer((shown) => (shown[0] || shown[2] ? -2 : -12))
    expect((await measure(redundant)).citations).toEqual([
      { commitment: first, score: 5_000_000n },
      { commitment: third, score: 5_000_000n },
    ])
  })

  it('lets copies come and go as one, credited to the first registered', async () => {
    const redundant = scorer((shown) => (shown[0] || shown[2] ? -2 : -12))
    const asCopy = await measure(redundant, { units: new Map([[first, third]]) })
    expect(asCopy.contexts).toHaveLength(4)
    expect(asCopy.citations).toEqual([{ commitment: third, score: 10_000_000n }])
    const elsewhere = hashText('registered first, not retrieved')
    const units = new Map([first, third].map((commitment) => [commitment, elsewhere]))
    expect((await measure(redundant, { units })).citations).toEqual([{ commitment: first, score: 10_000_000n }])
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

  it('says what each cited document did for each token; the tokens sum to its score', async () => {
    const asked = additive([2.5, -1, 0.25])
    const byToken: Score = async (given, continuation) => {
      const { sum } = await asked(given, continuation)
      const third = (given.at(-1)?.content ?? '').includes('text30') ? 0.25 : 0
      return { sum, logprobs: [sum - third + 7, third, -7] }
    }
    const { citations, tokenEffects } = await measure(byToken)
    expect(tokenEffects).toEqual([
      { commitment: first, byToken: [2.5, 0, 0] },
      { commitment: third, byToken: [0, 0.25, 0] },
    ])
    expect(citations.map(({ score }) => Number(score) / 1e6)).toEqual(
      tokenEffects.map((one) => one.byToken.reduce((sum, effect) => sum + effect, 0)),
    )
    expect((await measure(asked)).tokenEffects).toEqual([])
  })

  it.each([Number.NaN, Number.NEGATIVE_INFINITY])('refuses the log-probability %d', async (sum) => {
    await expect(measure(scorer((shown) => (shown[1] ? -1 : sum)))).rejects.toMatchObject({
      code: 'ATTRIBUTION_SCORE_INVALID',
    })
  })

  it('refuses an empty answer before anything is scored; passes on what the engine refuses', async () => {
    const never = scorer(() => expect.unreachable())
    await expect(measure(never, { answer: '' })).rejects.toMatchObject({ code: 'ATTRIBUTION_ANSWER_EMPTY' })
    const overflow = Object.assign(new Error('too long'), { code: 'ENGINE_CONTEXT_OVERFLOW' })
    await expect(measure(() => Promise.reject(overflow))).rejects.toBe(overflow)
  })

  it('draws other contexts for another call, and the same again for the same', async () => {
    const many = Array.from({ length: 7 }, (_, n) => ({
      ...(documents[0] as CitableDocument),
      number: n,
      commitment: hashText(String(n)),
    }))
    const of = async (call: string) =>
      (
        await measure(
          scorer(() => -1),
          { documents: many, seed: hashText(call) },
        )
      ).contexts
    expect(await of('a')).toEqual(await of('a'))
    expect(await of('a')).not.toEqual(await of('b'))
    expect(await of('a')).toHaveLength(16)
  })
})
