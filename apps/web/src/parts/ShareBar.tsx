import { formatShare } from '../format/formatShare.ts'

/** Parts of a whole as one bar; the figures stand in a table beside it, so the bar is for the eye alone. */
export function ShareBar(props: {
  readonly parts: readonly { readonly name: string; readonly size: bigint; readonly kind: string }[]
}) {
  const shown = props.parts.filter(({ size }) => size > 0n)
  const whole = shown.reduce((sum, { size }) => sum + size, 0n)
  if (whole === 0n) return null
  return (
    <div className="share-bar" aria-hidden="true">
      {shown.map(({ name, size, kind }) => (
        <span
          key={name}
          className={`share share-${kind}`}
          style={{ flexGrow: Number((size * 1_000_000n) / whole) }}
          title={`${name} ${formatShare(size, whole)}`}
        />
      ))}
    </div>
  )
}
