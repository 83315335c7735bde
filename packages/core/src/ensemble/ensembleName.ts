/** Most models of an ensemble. */
export const ENSEMBLE_MAX = 8

/** Greatest factor on a model of an ensemble. */
export const ENSEMBLE_SCALE_MAX = 10

/** A model's part of an ensemble: its name, and the factor on its adapter in ppm. */
export type EnsemblePart = { readonly model: string; readonly scalePpm: number }

const PPM = 1_000_000

/**
 * How an ensemble is written where one model's name would stand: `a+b*0.25`, a factor of 1 left out. One model alone is
 * its name.
 *
 * @example ensembleName([{ model: 'a', scalePpm: 1_000_000 }, { model: 'b', scalePpm: 250_000 }]) // 'a+b*0.25'
 */
export function ensembleName(parts: readonly EnsemblePart[]): string {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only.model
  return parts.map(({ model, scalePpm }) => (scalePpm === PPM ? model : `${model}*${decimal(scalePpm)}`)).join('+')
}

/**
 * Reads what {@link ensembleName} writes: names joined by `+`, each with a factor above 0 of at most six decimals after
 * a `*`, or without one.
 *
 * @returns undefined when it is no ensemble: fewer than two parts, an empty name, or a factor that is none
 */
export function parseEnsembleName(text: string): EnsemblePart[] | undefined {
  const parts = text.split('+').map((part) => /^(.+?)(?:\*(\d{1,2}(?:\.\d{1,6})?))?$/s.exec(part))
  if (parts.length < 2) return undefined
  const found = parts.flatMap((match): EnsemblePart[] => {
    const model = match?.[1]
    const scalePpm = scaleToPpm(Number(match?.[2] ?? 1))
    return model === undefined || scalePpm === undefined ? [] : [{ model, scalePpm }]
  })
  return found.length === parts.length ? found : undefined
}

/** A factor in ppm; undefined when it is not above 0, more than {@link ENSEMBLE_SCALE_MAX}, or has more than six decimals. */
export function scaleToPpm(scale: number): number | undefined {
  const ppm = Math.round(scale * PPM)
  const isExact = Math.abs(ppm - scale * PPM) < 1e-6
  return isExact && ppm > 0 && scale <= ENSEMBLE_SCALE_MAX ? ppm : undefined
}

function decimal(ppm: number): string {
  const fraction = String(ppm % PPM)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${Math.floor(ppm / PPM)}${fraction === '' ? '' : `.${fraction}`}`
}
