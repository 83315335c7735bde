import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../../errors.ts'
import type { LoraPart, Matrix } from './readLoraParts.ts'

/** Several adapters as one: every module has the same rank, and an update of b · a. */
export type Concatenated = { readonly rank: number; readonly modules: ReadonlyMap<string, LoraPart> }

/**
 * Puts adapters side by side: the rows of their a below each other, the columns of their b beside each other. What the
 * one adapter adds to the weights is the sum of what they add: [b1 b2] · [a1; a2] = b1·a1 + b2·a2. Ranks add up; where an
 * adapter does not change a module, or changes it with a lower rank than others, zeros stand.
 *
 * @param adapters not empty
 * @throws ENGINE_ADAPTER_INVALID where they are of different shapes
 */
export function concatenateLoras(adapters: readonly ReadonlyMap<string, LoraPart>[]): Concatenated {
  const ranks = adapters.map((parts) => Math.max(...[...parts.values()].map(({ a }) => a.rows)))
  const rank = ranks.reduce((sum, one) => sum + one, 0)
  const starts = ranks.map((_, at) => ranks.slice(0, at).reduce((sum, one) => sum + one, 0))
  const modules = new Map<string, { a: Matrix; b: Matrix }>()
  for (const [at, parts] of adapters.entries()) {
    for (const [path, part] of parts) {
      const whole = modules.get(path) ?? emptyLike(part, rank)
      modules.set(path, whole)
      place(part, whole, starts[at] ?? 0, path)
    }
  }
  return { rank, modules: new Map([...modules].toSorted(([one], [other]) => (one < other ? -1 : 1))) }
}

function emptyLike({ a, b }: LoraPart, rank: number) {
  const zeros = (rows: number, columns: number) => ({ rows, columns, values: new Float32Array(rows * columns) })
  return { a: zeros(rank, a.columns), b: zeros(b.rows, rank) }
}

function place({ a, b }: LoraPart, whole: LoraPart, start: number, path: string): void {
  if (a.columns !== whole.a.columns || b.rows !== whole.b.rows)
    throw new OpenLedgerError(engineErrors.ENGINE_ADAPTER_INVALID, `adapters have other shapes for ${path}`)
  whole.a.values.set(a.values, start * a.columns)
  for (let row = 0; row < b.rows; row++)
    whole.b.values.set(b.values.subarray(row * b.columns, (row + 1) * b.columns), row * whole.b.columns + start)
}
