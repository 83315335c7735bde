import { ensembleName } from '@openledger/core/ensemble/ensembleName.ts'
import type { Side } from './turns.ts'

/** Whom a question goes to: one model, two side by side, or several that answer as one. */
export type Choice = {
  readonly mode: 'one' | 'two' | 'mix'
  /** The left one, and the right one of two. */
  readonly models: readonly [string, string]
  /** Of several as one: each with its slider, 1 to 100. */
  readonly mix: readonly { readonly model: string; readonly amount: number }[]
}

const PPM = 1_000_000

/** The sides of a choice; undefined while it names too few models. */
export function sidesOf({ mode, models, mix }: Choice): Side[] | undefined {
  const [left, right] = models
  if (mode === 'one') return [{ label: left, model: left }]
  if (mode === 'two') return [left, right].map((model) => ({ label: model, model }))
  const [first] = mix
  if (first === undefined || mix.length < 2) return undefined
  const parts = factorsOf(mix)
  const ensemble = parts.map(({ model, scalePpm }) => ({ model, scale: scalePpm / PPM }))
  return [{ label: ensembleName(parts), model: first.model, ensemble }]
}

/** The factors that sliders stand for: they sum to 1 at most, in millionths as a receipt has them. */
export function factorsOf(mix: Choice['mix']): { readonly model: string; readonly scalePpm: number }[] {
  const all = mix.reduce((sum, { amount }) => sum + amount, 0)
  return mix.map(({ model, amount }) => ({ model, scalePpm: Math.floor((amount * PPM) / all) }))
}
