import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOfInfluenceAndContext } from './shareOfInfluenceAndContext.ts'

const share = (
  baseWithoutContext: number,
  adapterWithoutContext: number,
  baseWithContext: number,
  adapterWithContext: number,
) => shareOfInfluenceAndContext({ baseWithoutContext, adapterWithoutContext, adapterWithContext, baseWithContext })

describe('shareOfInfluenceAndContext', () => {
  it.each([
    ['only the adapter helps', [-20, -2, -20, -2], 1_000_000],
    ['only the context helps', [-20, -20, -4, -4], 0],
    ['both help alike, each enough alone', [-20, -2, -2, -2], 500_000],
    ['the adapter helps three times as much', [-20, -8, -16, -4], 750_000],
    ['the context hurts', [-20, -10, -25, -15], 1_000_000],
    ['neither helps', [-2, -3, -4, -5], 500_000],
    ['nothing changes', [-2, -2, -2, -2], 500_000],
  ] as const)('%s', (_, [base, adapter, context, both], influencePpm) => {
    expect(share(base, adapter, context, both)).toEqual({ influencePpm, citationPpm: 1_000_000 - influencePpm })
  })

  it('gives two integers that sum to a million, and changes places with its two parts', () => {
    const nats = fc.double({ min: -1_000, max: 0, noNaN: true })
    fc.assert(
      fc.property(nats, nats, nats, nats, (base, adapter, context, both) => {
        const one = share(base, adapter, context, both)
        expect(Number.isInteger(one.influencePpm) && one.influencePpm >= 0 && one.citationPpm >= 0).toBe(true)
        expect(one.influencePpm + one.citationPpm).toBe(1_000_000)
        const other = share(base, context, adapter, both)
        expect(Math.abs(other.citationPpm - one.influencePpm)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('refuses what is no number', () => {
    expect(() => share(Number.NaN, 0, 0, 0)).toThrow(expect.objectContaining({ code: 'ATTRIBUTION_SCORE_INVALID' }))
  })
})
