import type { ComparedContent } from './content.ts'
import { createNearDuplicateIndex } from './nearDuplicateIndex.ts'

/** A registration to be clustered; `id` is the caller's, e.g. the commitment. */
export type ClusterItem<Id extends string = string> = { readonly id: Id; readonly content: ComparedContent }

/**
 * Puts registrations into units of near-duplicates. A unit bears the id of its first registered member, and a later
 * registration never changes the unit of an earlier one. A copy of a copy belongs to the same unit.
 *
 * @param items in the order in which they were registered
 * @returns unit id by item id, in the same order
 * @throws ATTRIBUTION_REPEATED_ITEM
 */
export function clusterNearDuplicates<Id extends string>(items: Iterable<ClusterItem<Id>>): Map<Id, Id> {
  const index = createNearDuplicateIndex<Id>()
  const units = new Map<Id, Id>()
  for (const { id, content } of items) {
    const earlier = index.find(content)
    index.add(id, content)
    units.set(id, earlier === undefined ? id : (units.get(earlier.id) ?? earlier.id))
  }
  return units
}
