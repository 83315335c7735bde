import type { PublishingTerms, VersionTerms } from '../api/publishing.ts'

/** What versions ask of a model together: each grant's least share and price hold, so the greatest of them do. */
export function leastTerms(
  versions: readonly Pick<VersionTerms, 'minDataShareBps' | 'minOutputPrice'>[],
): Pick<PublishingTerms, 'minDataShareBps' | 'minOutputPrice'> {
  let price = 0n
  for (const { minOutputPrice } of versions) if (BigInt(minOutputPrice) > price) price = BigInt(minOutputPrice)
  return {
    minDataShareBps: Math.max(0, ...versions.map(({ minDataShareBps }) => minDataShareBps)),
    minOutputPrice: price.toString(),
  }
}
