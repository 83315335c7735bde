import { z } from 'zod'

/** A node of solc's syntax tree; its other fields depend on the type. */
export const nodeSchema = z.looseObject({ nodeType: z.string(), src: z.string().regex(/^\d+:\d+:\d+$/) })
export type SolidityNode = z.infer<typeof nodeSchema>

/** Bytes of the source that a node covers. */
export type Range = { readonly start: number; readonly end: number }

/** Where a node stands in its source. */
export function rangeOf(node: SolidityNode): Range {
  const [start = 0, length = 0] = node.src.split(':').map(Number)
  return { start, end: start + length }
}

/** A node's field where it holds a node. */
export function childOf(node: SolidityNode, field: string): SolidityNode | undefined {
  const parsed = nodeSchema.safeParse(node[field])
  return parsed.success ? parsed.data : undefined
}

/** A node's field where it holds a list; what is no node (a gap in a tuple) is undefined. */
export function childrenOf(node: SolidityNode, field: string): (SolidityNode | undefined)[] {
  const list = node[field]
  return Array.isArray(list) ? list.map((entry) => nodeSchema.safeParse(entry).data) : []
}

/** A node's field as text; '' where it is none. */
export function textOf(node: SolidityNode, field: string): string {
  const value = node[field]
  return typeof value === 'string' ? value : ''
}

/** solc's name of an expression's type. */
export function typeOf(node: SolidityNode): string {
  return z.looseObject({ typeString: z.string() }).safeParse(node['typeDescriptions']).data?.typeString ?? ''
}

/** Visits a node and all below it, outer ones first. `visit` answers false to leave out what is below. */
export function walk(node: SolidityNode, visit: (node: SolidityNode) => boolean): void {
  if (!visit(node)) return
  for (const value of Object.values(node)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      const child = nodeSchema.safeParse(entry)
      if (child.success) walk(child.data, visit)
    }
  }
}
