import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { evidenceTrees } from '@openledger/core/faults/evidenceTrees.ts'
import { rootWith } from '@openledger/core/faults/sumFaults.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import type { Lie } from './forge.ts'
import { type FaultClass, type LieContext, resummed } from './lieContext.ts'
import { at } from './people.ts'

const swapped = <T>(list: readonly T[], index: number): T[] =>
  list.map((entry, i) => (i === index ? at(list, index + 1) : i === index + 1 ? at(list, index) : entry))

function unsorted({ second, dice }: LieContext): Lie {
  const { receipts, attributions, credits, payouts } = second.leaves
  const pick = (list: readonly unknown[]) => dice.below(list.length - 1)
  switch (dice.below(4)) {
    case 0:
      return { receipts: swapped(receipts, pick(receipts)), attributions, credits, payouts }
    case 1:
      return { attributions: swapped(attributions, pick(attributions)), credits, payouts }
    case 2:
      return { credits: resummed(swapped(credits, pick(credits))), payouts }
    default:
      return { payouts: swapped(payouts, pick(payouts)) }
  }
}

/** A leaf twice, its amount (weight) shared between the two, so that every sum stays. */
function duplicated({ second, dice }: LieContext): Lie {
  const { receipts, attributions, credits, payouts } = second.leaves
  const doubled = <T>(list: readonly T[], index: number, one: T, other: T): T[] =>
    list.flatMap((entry, i) => (i === index ? [one, other] : [entry]))
  switch (dice.below(4)) {
    case 0: {
      const index = dice.below(receipts.length)
      const entry = at(receipts, index)
      const { channelId, fee } = entry.receipt
      const end = at(
        receipts.filter(({ receipt }) => receipt.channelId === channelId),
        -1,
      ).receipt.cumulativeAfter
      return {
        receipts: doubled(receipts, index, entry, entry),
        attributions,
        credits,
        payouts,
        collect: new Map([[channelId, end + fee]]),
      }
    }
    case 1: {
      const index = dice.below(attributions.length)
      const leaf = at(attributions, index)
      const half = leaf.weight / 2n
      const two = doubled(attributions, index, { ...leaf, weight: half }, { ...leaf, weight: leaf.weight - half })
      return { attributions: two, credits, payouts }
    }
    case 2: {
      const index = dice.below(credits.length)
      const leaf = at(credits, index)
      const half = leaf.amount / 2n
      const two = doubled(credits, index, { ...leaf, amount: half }, { ...leaf, amount: leaf.amount - half })
      return { credits: resummed(two), payouts }
    }
    default: {
      const index = dice.below(payouts.length)
      const leaf = at(payouts, index)
      const half = leaf.cumulative / 2n
      return {
        payouts: doubled(
          payouts,
          index,
          { ...leaf, cumulative: half },
          { ...leaf, cumulative: leaf.cumulative - half },
        ),
      }
    }
  }
}

/** One node or leaf of a sum tree carries too much; the surplus is burned, or taken from what is burned. */
function wrongSum({ second, dice }: LieContext): Lie {
  const tree = dice.pick(['receipts', 'payouts'] as const)
  const honest = evidenceTrees(second.leaves)[tree]
  const height = dice.below(honest.layers.length)
  const position = dice.below(honest.layers[height]?.length ?? 1)
  const node = at(honest.layers[height] ?? [], position)
  const surplus = BigInt(1 + dice.below(1_000))
  const isRoot = height === honest.layers.length - 1
  const lying = isRoot
    ? { hash: honest.root.hash, sum: honest.root.sum + surplus }
    : rootWith(honest, height, position, { hash: node.hash, sum: node.sum + surplus })
  if (lying === undefined) throw new RangeError('the sums overflow')
  const { channelId, cumulativeAfter } = at(second.leaves.receipts, -1).receipt
  const post = (epoch: Epoch): Partial<Epoch> => ({
    [tree]: { ...epoch[tree], root: lying.hash, sum: lying.sum },
    burned: tree === 'receipts' ? epoch.burned + surplus : epoch.burned - surplus,
  })
  return tree === 'receipts' ? { post, collect: new Map([[channelId, cumulativeAfter + surplus]]) } : { post }
}

/** The count takes in a leaf that is not there, or leaves the last one out. */
function wrongCount({ second, dice }: LieContext): Lie {
  const tree = dice.pick(['receipts', 'attributions', 'credits', 'payouts'] as const)
  const { length } = second.leaves[tree]
  // One leaf more has the same depth unless the tree is full.
  const isFull = (length & (length - 1)) === 0
  const count = isFull || dice.below(2) === 0 ? length - 1 : length + 1
  return { post: (epoch) => ({ [tree]: { ...epoch[tree], count } }) }
}

/** A claims root that promises somebody more, somebody new, or leaves somebody out. */
function wrongClaims({ second, dice }: LieContext): Lie {
  const { payouts } = second.leaves
  const index = dice.below(payouts.length)
  const leaf = at(payouts, index)
  const account = `0x${dice.hash().slice(2, 42)}` as const
  const more = BigInt(1 + dice.below(1_000_000))
  const claims = dice.pick([
    payouts.map((entry) => (entry === leaf ? { ...entry, cumulative: entry.cumulative + more } : entry)),
    [...payouts, { account, cumulative: more }],
    payouts.filter((entry) => entry !== leaf),
  ])
  const { root } = buildClaimsTree(claims)
  return { post: () => ({ claimsRoot: root }) }
}

/** Faults of the trees. */
export const treeClasses: readonly FaultClass[] = [
  {
    name: 'leaf unsorted',
    named: true,
    kinds: ['RECEIPTS_UNSORTED', 'ATTRIBUTIONS_UNSORTED', 'CREDITS_UNSORTED', 'PAYOUTS_UNSORTED'],
    lie: unsorted,
  },
  {
    name: 'leaf duplicate',
    named: true,
    kinds: ['RECEIPTS_UNSORTED', 'ATTRIBUTIONS_UNSORTED', 'CREDITS_UNSORTED', 'PAYOUTS_UNSORTED'],
    lie: duplicated,
  },
  { name: 'sum wrong', named: true, kinds: ['NODE_SUM_WRONG', 'RECEIPT_SUM_WRONG', 'PAYOUT_SUM_WRONG'], lie: wrongSum },
  { name: 'leaf count wrong', named: false, kinds: ['SUM_SHAPE_WRONG', 'PLAIN_SHAPE_WRONG'], lie: wrongCount },
  { name: 'claims root not of the payouts', named: true, kinds: ['CLAIMS_ROOT_WRONG'], lie: wrongClaims },
]
