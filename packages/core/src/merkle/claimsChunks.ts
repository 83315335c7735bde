import type { Hex32 } from '../primitives/hex.ts'
import type { ClaimsTree } from './claimsTree.ts'
import { treeDepth } from './treeShape.ts'

/** Levels from a chunk's nodes up to the node above them, at most. */
const LEVELS = 10
/** Nodes of a full chunk, `IDataDemands.chunkSizeOf(Claims)`. */
const NODES = 2 ** LEVELS

/** Where a chunk of the claims tree stands: `length` nodes from `first` on, `height` levels above the leaves. */
export type ClaimsChunk = {
  readonly height: number
  readonly first: number
  readonly length: number
  /** From these nodes up to the one above them. */
  readonly levels: number
}

/**
 * A chunk of the claims tree, as the contracts' `ClaimsNodes` number them: chunk 0 is 10 levels below the root (or the
 * leaves), chunk 1024·c + 1 + j the same below node j of chunk c.
 * @param count leaves of the tree
 * @returns undefined when the tree has no such chunk
 */
export function claimsChunk(count: number, chunk: number): ClaimsChunk | undefined {
  const depth = treeDepth(count)
  let [position, from] = [chunk, 0]
  for (; position >= 2 ** from; from += LEVELS) position -= 2 ** from
  if (count === 0 || (from > 0 && from >= depth)) return undefined
  const levels = Math.min(depth - from, LEVELS)
  const height = depth - from - levels
  const first = position * 2 ** levels
  const length = Math.min(Math.ceil(count / 2 ** height) - first, 2 ** levels)
  return length > 0 ? { height, first, length, levels } : undefined
}

/** The chunk that holds the node above a chunk (≥ 1), and which of its nodes that is. */
export function claimsNodeAbove(chunk: number): { readonly chunk: number; readonly index: number } {
  return { chunk: Math.floor((chunk - 1) / NODES), index: (chunk - 1) % NODES }
}

/** The chunk below a node of another. */
export function claimsChunkBelow(chunk: number, index: number): number {
  return NODES * chunk + 1 + index
}

/** A chunk's nodes in a tree: what an honest poster answers. @returns undefined when the tree has no such chunk */
export function claimsChunkNodes(tree: ClaimsTree, chunk: number): readonly Hex32[] | undefined {
  const place = claimsChunk(tree.claims.length, chunk)
  return place && tree.layers[place.height]?.slice(place.first, place.first + place.length)
}
