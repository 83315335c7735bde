import type { Receipt } from '../eip712/receipt.ts'
import { callVersions } from '../epoch/epochFacts.ts'
import { type AttributionLeaf, METHOD } from '../leaves/attributionLeaf.ts'
import { W } from '../rules/rules.ts'
import { flatWeights } from '../weights/flatWeights.ts'
import type { FaultFacts } from './faultFacts.ts'

/**
 * What is wrong with a call's attributions as a whole: weights that do not sum to 10^18, influence's part of them that is
 * not its share, shares that differ; or a call paid flat otherwise than to each of its Datanets alike.
 * @param group all attributions of the call
 */
export function callFault(
  facts: FaultFacts,
  receipt: Receipt,
  group: readonly AttributionLeaf[],
): 'WEIGHTS_WRONG' | 'FLAT_WRONG' | undefined {
  if (group.some((leaf) => leaf.method === METHOD.flat)) return isFlat(facts, receipt, group) ? undefined : 'FLAT_WRONG'
  const sumOf = (leaves: readonly AttributionLeaf[]) => leaves.reduce((sum, leaf) => sum + leaf.weight, 0n)
  if (sumOf(group) !== W) return 'WEIGHTS_WRONG'
  const share = group[0]?.sharePpm ?? 0
  if (group.some((leaf) => leaf.sharePpm !== share)) return 'WEIGHTS_WRONG'
  const influence = group.filter((leaf) => leaf.method === METHOD.influence)
  if (influence.length === 0 || influence.length === group.length) return undefined
  return sumOf(influence) === (W * BigInt(share)) / 1_000_000n ? undefined : 'WEIGHTS_WRONG'
}

/** Whether the leaves are the flat ones that follow from the call's versions; true where a version is not known. */
function isFlat(facts: FaultFacts, receipt: Receipt, group: readonly AttributionLeaf[]): boolean {
  if (receipt.components.some(({ modelId }) => !facts.models.has(modelId))) return true
  const datanets = callVersions(facts.models, receipt).map((root) => facts.versions.get(root)?.datanetId)
  const known = datanets.filter((datanetId) => datanetId !== undefined)
  if (known.length === 0 || known.length < datanets.length) return true
  const expected = flatWeights(known)
  return (
    expected.length === group.length &&
    expected.every((want, i) => {
      const leaf = group[i]
      return (
        leaf?.method === METHOD.flat &&
        leaf.commitment === want.commitment &&
        leaf.weight === want.weight &&
        leaf.score === 0n &&
        leaf.sharePpm === 0
      )
    })
  )
}
