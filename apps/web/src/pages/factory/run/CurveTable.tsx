import { useState } from 'react'
import { Table } from '../../../parts/Table.tsx'
import { text } from '../../../text/text.ts'
import { formatFigure } from './formatFigure.ts'
import { CURVES, type CurveName, type Points } from './runHistory.ts'
import type { Run } from './useRun.ts'

/** Rows of the table, evenly over the training. */
const ROWS = 20

/** The curves in figures, for those who don't see them and those who want to read them. */
export function CurveTable({ history }: Run) {
  const [open, setOpen] = useState(false)
  const words = text.run
  const { curves } = history
  const { steps } = curves.loss
  if (steps.length === 0) return null
  const names: Readonly<Record<CurveName, string>> = {
    loss: words.loss,
    evalLoss: words.heldOut,
    lr: words.lr,
    gradNorm: words.gradNorm,
    tokensPerSecond: words.tokensPerSecond,
  }
  return (
    <details className="factory-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.asFigures}</summary>
      {open ? (
        <Table
          label={words.asFigures}
          rows={spread(steps)}
          rowKey={String}
          columns={[
            { name: words.step, head: true, cell: (step) => step.toLocaleString(text.language) },
            ...CURVES.map((name) => ({
              name: names[name],
              figures: true,
              cell: (step: number) => valueAt(curves[name], step),
            })),
          ]}
        />
      ) : null}
    </details>
  )
}

/** At most so many of the steps as the table has rows, the first and the last among them. */
function spread(steps: readonly number[]): number[] {
  const rows = Math.min(ROWS, steps.length)
  const places = Array.from({ length: rows }, (_, row) =>
    Math.round((row * (steps.length - 1)) / Math.max(rows - 1, 1)),
  )
  return [...new Set(places)].flatMap((place) => steps[place] ?? [])
}

function valueAt({ steps, values }: Points, step: number): string {
  const value = values[steps.findLastIndex((one) => one <= step)]
  return value === undefined ? text.run.noValue : formatFigure(value)
}
