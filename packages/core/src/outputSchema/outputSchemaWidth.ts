import { innerNodes, type OutputNode, type OutputRoot, resolveRef, typesOf } from './outputNode.ts'

/**
 * How many readings the beginning of an answer may have at once, at most: the engine follows the alternatives of a union
 * side by side until the text tells them apart, and what lies within them multiplies along every way through the
 * definitions.
 *
 * Schemas that hold each other (strongly connected, Tarjan 1972) count together: the sum of what each has by itself.
 *
 * @returns `unbounded` when such schemas have a union of alternatives that begin alike: each level multiplies again
 */
export function outputSchemaWidth(root: OutputRoot): number | 'unbounded' {
  const order = new Map<OutputNode, number>()
  const lowest = new Map<OutputNode, number>()
  const open: OutputNode[] = []
  const widths = new Map<OutputNode, number>()
  let isBounded = true

  const visit = (node: OutputNode): void => {
    order.set(node, order.size)
    lowest.set(node, order.size - 1)
    open.push(node)
    for (const part of partsOf(node, root)) {
      if (!order.has(part)) visit(part)
      if (!widths.has(part)) lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(part) ?? 0))
    }
    if (lowest.get(node) === order.get(node)) close(open.splice(open.indexOf(node)))
  }
  const close = (together: readonly OutputNode[]) => {
    const [only] = together
    const isRecursive = together.length > 1 || (only !== undefined && partsOf(only, root).includes(only))
    const width = isRecursive ? together.reduce((sum, node) => sum + sumOf(node), 0) : only ? widthOf(only) : 0
    if (isRecursive && together.some(({ anyOf }) => anyOf !== undefined && beginAlike(anyOf, root))) isBounded = false
    for (const node of together) widths.set(node, width)
  }
  const innerWidths = (node: OutputNode) => partsOf(node, root).map((part) => widths.get(part) ?? 0)
  const sumOf = (node: OutputNode) => innerWidths(node).reduce((sum, width) => sum + width, ownWidth(node))
  const widthOf = (node: OutputNode) =>
    node.anyOf === undefined ? Math.max(ownWidth(node), ...innerWidths(node)) : sumOf(node)

  visit(root)
  return isBounded ? (widths.get(root) ?? 0) : 'unbounded'
}

function ownWidth(node: OutputNode): number {
  if (node.anyOf !== undefined) return 0
  // Each name that may be left out is one more that may come next.
  const optional = Object.keys(node.properties ?? {}).length - (node.required?.length ?? 0)
  return Math.max(1 + optional, node.enum?.length ?? 0, typesOf(node).length)
}

function partsOf(node: OutputNode, root: OutputRoot): readonly OutputNode[] {
  const target = node.$ref === undefined ? undefined : resolveRef(root, node.$ref)
  return [...innerNodes(node).map((inner) => inner.node), ...(target ? [target] : [])]
}

/** Whether two alternatives can begin with the same brace or bracket. */
function beginAlike(alternatives: readonly OutputNode[], root: OutputRoot): boolean {
  const openers = alternatives.flatMap((one) => [...openersOf(one, root, new Set())])
  return new Set(openers).size < openers.length
}

function openersOf(node: OutputNode, root: OutputRoot, seen: Set<OutputNode>): ReadonlySet<string> {
  if (seen.has(node)) return new Set()
  seen.add(node)
  const target = node.$ref === undefined ? undefined : resolveRef(root, node.$ref)
  const others = [...(node.anyOf ?? []), ...(target ? [target] : [])].flatMap((one) => [...openersOf(one, root, seen)])
  return new Set([...typesOf(node).filter((type) => type === 'object' || type === 'array'), ...others])
}
