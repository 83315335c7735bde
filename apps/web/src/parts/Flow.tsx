import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { formatOpen } from '../format/formatOpen.ts'
import { text } from '../text/text.ts'
import { Amount } from './Amount.tsx'
import { type Flow as FlowOf, layoutFlow, NODE_PX, type PlacedBand, type PlacedNode } from './flowLayout.ts'
import { Table } from './Table.tsx'
import { Unfold } from './Unfold.tsx'
import '../styles/provenance.css'

/** About the breadth of a letter of a label, px. */
const LETTER_PX = 6.6
const HEIGHT_PX = { least: 180, most: 620, node: 30 }
/** Above and below the drawing: half of a name's height, px. */
const MARGIN_PX = 9

/**
 * Money as it flows, from left to right: who paid, through what, to whom; widths by money. Each band says its wei when it
 * is pointed at or reached by the arrow keys, and the same stands in a table.
 *
 * @param props.columns what stands in each column, from the left
 */
export function Flow(props: { readonly label: string; readonly columns: readonly string[]; readonly flow: FlowOf }) {
  const { label, columns, flow } = props
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [shown, setShown] = useState<number>()
  const note = useId()
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const measure = () => setWidth(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const tallest = Math.max(...columns.map((_, at) => flow.nodes.filter(({ column }) => column === at).length))
  const height = Math.min(HEIGHT_PX.most, Math.max(HEIGHT_PX.least, tallest * HEIGHT_PX.node))
  const { nodes, bands } = useMemo(
    () => (width === 0 ? { nodes: [], bands: [] } : layoutFlow(flow, { width, height })),
    [flow, width, height],
  )
  const words = text.flow
  const names = new Map(flow.nodes.map(({ id, name }) => [id, name]))
  const say = ({ from, to, amount }: PlacedBand) =>
    words.band(names.get(from) ?? from, names.get(to) ?? to, openOf(amount))
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined || bands.length === 0) return
    event.preventDefault()
    const next = ((shown ?? 0) + step + bands.length) % bands.length
    setShown(next)
    event.currentTarget.querySelectorAll<SVGPathElement>('.flow-band')[next]?.focus()
  }
  const band = shown === undefined ? undefined : bands[shown]
  const letters = Math.max(4, Math.floor((width / columns.length - NODE_PX - 8) / LETTER_PX))
  return (
    <figure className="flow">
      <ol className="flow-columns" aria-hidden="true">
        {columns.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ol>
      <div ref={frame} className="flow-frame">
        {/* biome-ignore lint/a11y/useSemanticElements: a group of bands of a drawing */}
        <svg
          role="group"
          aria-label={label}
          width={width}
          height={height + 2 * MARGIN_PX}
          viewBox={`0 ${-MARGIN_PX} ${width} ${height + 2 * MARGIN_PX}`}
          onKeyDown={onKeyDown}
          aria-describedby={note}
        >
          {bands.map((one, at) => (
            // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a band is a picture of a payment that can be reached
            <path
              key={`${one.from} ${one.to} ${one.kind}`}
              role="img"
              aria-label={say(one)}
              tabIndex={at === (shown ?? 0) ? 0 : -1}
              d={one.path}
              className={`flow-band flow-${one.kind}`}
              data-shown={at === shown}
              onFocus={() => setShown(at)}
              onPointerEnter={() => setShown(at)}
              onPointerDown={() => setShown(at)}
            />
          ))}
          {nodes.map((node) => (
            <Node key={node.id} node={node} last={columns.length - 1} letters={letters} />
          ))}
        </svg>
      </div>
      <figcaption id={note} className="flow-note" aria-live="polite">
        {band === undefined ? (
          words.hint
        ) : (
          <>
            {say(band)} <span className="quiet">{text.parts.wei(band.amount.toString())}</span>
          </>
        )}
      </figcaption>
      <Unfold title={words.table} className="flow-table">
        <Table
          label={label}
          rows={flow.links.filter(({ amount }) => amount > 0n)}
          rowKey={({ from, to, kind }) => `${from} ${to} ${kind}`}
          columns={[
            { name: words.from, head: true, cell: ({ from }) => names.get(from) ?? from },
            { name: words.to, cell: ({ to }) => names.get(to) ?? to },
            { name: words.amount, figures: true, cell: ({ amount }) => <Amount wei={amount} /> },
            { name: text.call.wei, figures: true, cell: ({ amount }) => amount.toString() },
          ]}
        />
      </Unfold>
    </figure>
  )
}

/** A node and its name, on the side where there is room; a name too long is cut, and whole in the table. */
function Node(props: { readonly node: PlacedNode; readonly last: number; readonly letters: number }) {
  const { node, last, letters } = props
  const { x, y, height, name, kind, column } = node
  const name_ = name.length > letters ? `${name.slice(0, letters - 1)}…` : name
  const atEnd = column === last
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; the table has the names
    <g aria-hidden="true">
      <rect x={x} y={y} width={NODE_PX} height={Math.max(1, height)} className={`flow-node flow-${kind}`} />
      <text
        x={atEnd ? x - 5 : x + NODE_PX + 5}
        y={y + height / 2}
        className="flow-name"
        textAnchor={atEnd ? 'end' : 'start'}
        dominantBaseline="central"
      >
        {name_}
      </text>
    </g>
  )
}

function openOf(amount: bigint): string {
  const { sign, head, tail } = formatOpen(amount)
  return `${sign}${head}${tail} ${text.parts.open}`
}
