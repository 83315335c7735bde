/**
 * A part of a whole as a percentage, rounded to two decimals, from integers alone.
 *
 * @param part and whole in the same unit, e.g. weights of 10^18
 * @example formatShare(1n, 3n) // '33.33%'
 */
export function formatShare(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–'
  const hundredths = (part * 20_000n + whole) / (2n * whole)
  if (part > 0n && hundredths === 0n) return '<0.01%'
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')}%`
}
