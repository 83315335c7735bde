import type { Flow, FlowNode } from './flowLayout.ts'

/** Id of the node that others of a column were folded into. */
export const othersOf = (column: number): string => `others ${column}`

/**
 * Keeps the greatest nodes of a column and joins the others into one, so that a picture stays readable. Every wei stays:
 * their bands become the bands of the joined node.
 *
 * @param name what the joined node is called, by how many it stands for
 */
export function foldFlow(
  flow: Flow,
  fold: {
    readonly column: number
    readonly greatest: number
    readonly name: (count: number) => string
    /** Only nodes of this kind are joined; of every kind where it is left out. */
    readonly kind?: string
  },
): Flow {
  const { column, greatest } = fold
  const size = (id: string) =>
    flow.links.reduce((sum, { from, to, amount }) => (to === id || from === id ? sum + amount : sum), 0n)
  const members = flow.nodes.filter(
    (node) => node.column === column && (fold.kind === undefined || node.kind === fold.kind),
  )
  if (members.length <= greatest + 1) return flow
  const ranked = members.map((node) => ({ node, size: size(node.id) })).sort((a, b) => (a.size < b.size ? 1 : -1))
  const folded = new Set(ranked.slice(greatest).map(({ node }) => node.id))
  const id = othersOf(column)
  const kinds = new Set(members.filter((node) => folded.has(node.id)).map(({ kind }) => kind))
  const [only = 'others'] = kinds
  const others: FlowNode = { id, column, name: fold.name(folded.size), kind: kinds.size === 1 ? only : 'others' }
  const joined = new Map<string, Flow['links'][number]>()
  for (const link of flow.links) {
    const from = folded.has(link.from) ? id : link.from
    const to = folded.has(link.to) ? id : link.to
    const key = `${from}\n${to}\n${link.kind}`
    joined.set(key, { ...link, from, to, amount: link.amount + (joined.get(key)?.amount ?? 0n) })
  }
  return { nodes: [...flow.nodes.filter((node) => !folded.has(node.id)), others], links: [...joined.values()] }
}
