import { greatest } from '../format/greatest.ts'

/** Somebody or something that money passes through: which column it stands in, and what its colour says. */
export type FlowNode = {
  readonly id: string
  /** From 0, left to right. */
  readonly column: number
  readonly name: string
  readonly kind: string
}

/** Money from one node to a node further right, in wei. */
export type FlowLink = {
  readonly from: string
  readonly to: string
  readonly amount: bigint
  readonly kind: string
}

/** What passes through, in wei, from source to end. */
export type Flow = { readonly nodes: readonly FlowNode[]; readonly links: readonly FlowLink[] }

/** A node where it is drawn, in pixels; `amount` is what passes through it, in wei. */
export type PlacedNode = FlowNode & {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly amount: bigint
}

/** A band where it is drawn: an SVG path around it. */
export type PlacedBand = FlowLink & { readonly path: string }

/** Breadth of a node, px. */
export const NODE_PX = 10
/** Between two nodes of a column, px. */
const GAP_PX = 10

/** A place in a column: a node, or where a band passes that goes on to a later column. */
type Place = { readonly column: number; readonly amount: bigint; y: number; height: number; out: number; in: number }

/**
 * Places a flow: columns from left to right, heights by money, every band as high as its part of what passes through.
 *
 * @param size of the drawing, px
 * @returns the nodes and bands; those of nothing are left out
 */
export function layoutFlow(
  { nodes, links }: Flow,
  size: { readonly width: number; readonly height: number },
): { readonly nodes: readonly PlacedNode[]; readonly bands: readonly PlacedBand[] } {
  const paid = links.filter(({ amount }) => amount > 0n)
  const through = (id: string) => {
    const sum = (side: 'from' | 'to') => paid.reduce((all, link) => (link[side] === id ? all + link.amount : all), 0n)
    return greatest([sum('from'), sum('to')])
  }
  const last = Math.max(1, ...nodes.map(({ column }) => column))
  const columnOf = new Map(nodes.map(({ id, column }) => [id, column]))
  const places = new Map<string, Place>()
  const columns = Array.from({ length: last + 1 }, (): Place[] => [])
  const add = (key: string, column: number, amount: bigint) => {
    const place = { column, amount, y: 0, height: 0, out: 0, in: 0 }
    places.set(key, place)
    columns[column]?.push(place)
  }
  // Bands that pass a column go above its nodes.
  const routes = paid.map((link, at) => {
    const [start = 0, end = 0] = [columnOf.get(link.from), columnOf.get(link.to)]
    const passed = Array.from({ length: Math.max(0, end - start - 1) }, (_, step) => start + 1 + step)
    for (const column of passed) add(`${at} ${column}`, column, link.amount)
    return [link.from, ...passed.map((column) => `${at} ${column}`), link.to]
  })
  for (const { id, column } of nodes) {
    const amount = through(id)
    if (amount > 0n) add(id, column, amount)
  }

  const total = columns.map((column) => column.reduce((sum, { amount }) => sum + amount, 0n))
  const most = greatest(total)
  const free = size.height - GAP_PX * Math.max(0, ...columns.map((column) => column.length - 1))
  const toPx = (amount: bigint) =>
    most === 0n ? 0 : (Number((amount * 1_000_000n) / most) / 1_000_000) * Math.max(0, free)
  for (const column of columns) {
    let y = 0
    for (const place of column) {
      place.y = y
      place.height = toPx(place.amount)
      y += place.height + GAP_PX
    }
    const spare = Math.max(0, size.height - y + GAP_PX) / 2
    for (const place of column) place.y += spare
  }

  const xOf = (column: number) => (column * (size.width - NODE_PX)) / last
  const bands = paid.map((link, at): PlacedBand => {
    const height = toPx(link.amount)
    const corners = (routes[at] ?? []).flatMap((key) => {
      const place = places.get(key)
      if (place === undefined) return []
      const x = xOf(place.column)
      return [{ place, left: x, right: x + NODE_PX }]
    })
    const hops = corners.slice(1).map((to, hop) => {
      const from = corners[hop] ?? to
      const [y0, y1] = [from.place.y + from.place.out, to.place.y + to.place.in]
      from.place.out += height
      to.place.in += height
      return { x0: from.right, y0, x1: to.left, y1 }
    })
    return { ...link, path: pathOf(hops, height) }
  })
  const placed = nodes.flatMap((node): PlacedNode[] => {
    const place = places.get(node.id)
    return place === undefined
      ? []
      : [{ ...node, x: xOf(node.column), y: place.y, height: place.height, amount: place.amount }]
  })
  return { nodes: placed, bands }
}

type Hop = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }

const px = (value: number) => String(Math.round(value * 10) / 10)

/** The upper edge from left to right, then the lower one back. */
function pathOf(hops: readonly Hop[], height: number): string {
  const [first] = hops
  if (first === undefined) return ''
  const there = hops.map(({ x0, y0, x1, y1 }) => {
    const half = (x0 + x1) / 2
    return `L${px(x0)} ${px(y0)}C${px(half)} ${px(y0)} ${px(half)} ${px(y1)} ${px(x1)} ${px(y1)}`
  })
  const back = hops.toReversed().map(({ x0, y0, x1, y1 }) => {
    const half = (x0 + x1) / 2
    const [low0, low1] = [y0 + height, y1 + height]
    return `L${px(x1)} ${px(low1)}C${px(half)} ${px(low1)} ${px(half)} ${px(low0)} ${px(x0)} ${px(low0)}`
  })
  return `M${px(first.x0)} ${px(first.y0)}${there.join('')}${back.join('')}Z`
}
