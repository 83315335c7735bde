/** A figure of a training to three digits, great and small ones in powers of ten. */
export function formatFigure(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  return size >= 1e6 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(size >= 100 ? 4 : 3)))
}
