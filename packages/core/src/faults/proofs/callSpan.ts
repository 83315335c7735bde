import type { Receipt } from '../../eip712/receipt.ts'
import type { EpochEvidence } from '../faultFacts.ts'
import { compareText, findPlace } from '../findPlace.ts'
import { aroundGap, withBoth } from './runs.ts'

/**
 * All attributions of a call with the leaf of another call before and behind them, except at the tree's ends; where the
 * call has none, the neighbours that show it.
 */
export function callSpan({ leaves }: EpochEvidence, receipt: Receipt | undefined): readonly [number, number] {
  const callId = receipt?.callId ?? ''
  const { attributions } = leaves
  const place = findPlace(attributions, (leaf) => compareText(leaf.callId, callId))
  if (!place.found) return aroundGap(attributions.length, place.gap)
  let end = place.leaf
  while (attributions[end]?.callId === callId) end++
  return withBoth(attributions.length, place.leaf, end - place.leaf)
}
