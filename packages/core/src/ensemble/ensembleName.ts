/** Most models of an ensemble. */
export const ENSEMBLE_MAX = 8

const PPM = 1_000_000

/** A model's part of an ensemble: its name, and the factor on its adapter in ppm. */
export type EnsemblePart = { readonly model: string; readonly scalePpm: number }

/** The same as it is asked for: the factor may be left out. */
export type AskedPart = { readonly model: string; readonly scale?: number | null | undefined }

/**
 * How an ensemble is written where one model's name would stand: `a*0.75+b*0.25`. One model alone is its name.
 *
 * @example ensembleName([{ model: 'a', scalePpm: 750_000 }, { model: 'b', scalePpm: 250_000 }]) // 'a*0.75+b*0.25'
 */
export function ensembleName(parts: readonly EnsemblePart[]): string {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only.model
  return parts.map(({ model, scalePpm }) => `${model}*${decimal(scalePpm)}`).join('+')
}

/**
 * Reads names joined by `+`, each with a factor after a `*` or without one: what {@link ensembleName} writes, and `a+b`.
 *
 * @returns undefined when it is no ensemble: fewer than two parts, or an empty name
 */
export function parseEnsembleName(text: string): AskedPart[] | undefined {
  const parts = text.split('+').map((part) => /^(.+?)(?:\*(\d{1,2}(?:\.\d{1,6})?))?$/s.exec(part))
  if (parts.length < 2) return undefined
  const found = parts.flatMap((match): AskedPart[] => {
    const [, model, scale] = match ?? []
    return model === undefined ? [] : [{ model, ...(scale !== undefined && { scale: Number(scale) }) }]
  })
  return found.length === parts.length ? found : undefined
}

/**
 * The parts with their factors: those that are given, or equal ones where none is. They sum to 1 at most. An ensemble's
 * fee is the mean of its models' fees, weighed by the factors (protocol §5); above 1 a model would be used for less than
 * its factor of its price: at a tenth, beside a cheap model that does nothing and has a factor of nine.
 *
 * @returns undefined when only some have a factor, one is not above 0 or has more than six decimals, or they sum to more
 */
export function completeEnsemble(asked: readonly AskedPart[]): EnsemblePart[] | undefined {
  const given = asked.filter(({ scale }) => scale != null)
  if (given.length > 0 && given.length < asked.length) return undefined
  const equal = Math.floor(PPM / Math.max(1, asked.length))
  const parts = asked.map(({ model, scale }) => ({ model, scalePpm: scale == null ? equal : toPpm(scale) }))
  const sum = parts.reduce((total, { scalePpm }) => total + scalePpm, 0)
  return parts.every(({ scalePpm }) => scalePpm > 0) && sum <= PPM ? parts : undefined
}

/** NaN for a factor with more than six decimals. */
function toPpm(scale: number): number {
  const ppm = Math.round(scale * PPM)
  return Math.abs(ppm - scale * PPM) < 1e-6 ? ppm : Number.NaN
}

function decimal(ppm: number): string {
  const fraction = String(ppm % PPM)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${Math.floor(ppm / PPM)}${fraction === '' ? '' : `.${fraction}`}`
}
