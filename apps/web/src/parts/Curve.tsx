import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { text } from '../text/text.ts'

/** A line of a chart: its points by ascending step. The arrays may grow in place; `drawn` then tells so. */
export type CurveLine = {
  readonly name: string
  readonly tone: 'first' | 'second'
  readonly points: { readonly steps: readonly number[]; readonly values: readonly number[] }
}

/** Distances between the steps that stand on the axis: whole, and round. */
const STEPS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].flatMap((power) => [power, 2 * power, 5 * power])
/** Heights of a chart's plot, px. */
const HEIGHT = { tall: 260, low: 150 }

/**
 * Lines over the steps of a training, on a canvas (uPlot). What is under the pointer is read below it, else the newest
 * values; a stretch that is drawn over with the pointer is looked at closely, a double click shows all again. The whole
 * is one picture to a screen reader, described by its title and its newest values.
 *
 * Pages that show it are loaded when they are asked for: the library comes with them.
 */
export function Curve(props: {
  readonly title: string
  readonly lines: readonly CurveLine[]
  /** Changes whenever points were added or taken away. */
  readonly drawn: number
  readonly size?: keyof typeof HEIGHT
  /** How a value is written. */
  readonly format: (value: number) => string
}) {
  const { title, lines, drawn, size = 'low', format } = props
  const [frame, setFrame] = useState<HTMLDivElement | null>(null)
  const legend = useRef<HTMLUListElement>(null)
  const plot = useRef<uPlot>(undefined)
  const shown = useRef({ lines, format })
  shown.current = { lines, format }
  const [at, setAt] = useState<number>()

  useEffect(() => {
    if (frame === null) return
    const colourOf = (place: number) => {
      const swatch = legend.current?.children[place]?.firstElementChild
      return swatch == null ? 'currentColor' : getComputedStyle(swatch).backgroundColor
    }
    const ink = () => getComputedStyle(frame).color
    const rule = () => getComputedStyle(frame).borderTopColor
    const font = `12px ${getComputedStyle(frame).fontFamily}`
    const axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1, size: 4 } }
    const made = new uPlot(
      {
        width: Math.max(frame.clientWidth, 120),
        height: HEIGHT[size],
        legend: { show: false },
        scales: { x: { time: false } },
        cursor: { y: false, drag: { x: true, y: false } },
        axes: [
          { ...axis, space: 64, size: 32, incrs: STEPS },
          { ...axis, size: 64, values: (_, splits) => splits.map((value) => shown.current.format(value)) },
        ],
        series: [
          {},
          ...shown.current.lines.map((_, place) => ({
            stroke: () => colourOf(place),
            width: 1.5,
            points: { size: 5, fill: () => colourOf(place) },
          })),
        ],
        hooks: {
          setCursor: [({ cursor: { idx }, data }) => setAt(idx == null ? undefined : data[0][idx])],
          // What stands on the canvas, for those who watch it from outside.
          draw: [({ data }) => frame.setAttribute('data-drawn', String(data[0].at(-1) ?? ''))],
        },
      },
      tableOf(shown.current.lines),
      frame,
    )
    plot.current = made
    const sized = new ResizeObserver(() =>
      made.setSize({ width: Math.max(frame.clientWidth, 120), height: HEIGHT[size] }),
    )
    sized.observe(frame)
    const repaint = () => made.redraw(false)
    const themed = new MutationObserver(repaint)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const night = matchMedia('(prefers-color-scheme: dark)')
    night.addEventListener('change', repaint)
    return () => {
      sized.disconnect()
      themed.disconnect()
      night.removeEventListener('change', repaint)
      made.destroy()
      plot.current = undefined
    }
  }, [frame, size])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the points grow in place; `drawn` says when
  useEffect(() => plot.current?.setData(tableOf(shown.current.lines)), [drawn])

  const values = lines.map(({ points }) => valueAt(points, at))
  const told = lines.map(
    ({ name }, place) => `${name} ${values[place] === undefined ? text.run.noValue : format(values[place])}`,
  )
  return (
    <figure className="curve">
      <figcaption>{title}</figcaption>
      <div ref={setFrame} className="curve-plot" role="img" aria-label={`${title}: ${told.join(', ')}`} />
      <ul className="curve-legend" ref={legend} aria-hidden="true">
        {lines.map(({ name, tone }, place) => (
          <li key={name}>
            <span className={`curve-swatch curve-${tone}`} />
            {told[place]}
          </li>
        ))}
        {at === undefined ? null : <li className="quiet">{text.run.atStep(at)}</li>}
      </ul>
    </figure>
  )
}

/** The lines over one row of steps, as uPlot draws them. */
function tableOf(lines: readonly CurveLine[]): uPlot.AlignedData {
  const tables = lines.map(({ points: { steps, values } }): uPlot.AlignedData => [[...steps], [...values]])
  return tables.length === 1 && tables[0] !== undefined ? tables[0] : uPlot.join(tables)
}

/** A line's value at the last of its steps that is not after `step`; its newest without one. */
function valueAt({ steps, values }: CurveLine['points'], step: number | undefined): number | undefined {
  if (step === undefined) return values.at(-1)
  return values[steps.findLastIndex((one) => one <= step)]
}
