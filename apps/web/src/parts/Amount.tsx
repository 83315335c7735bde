import { formatOpen } from '../format/formatOpen.ts'
import { text } from '../text/text.ts'

/** Wei as OPEN, exactly: the digits past the sixth are there, but quiet. `data-wei` has the amount for programs that check pages. */
export function Amount({ wei, unit = false }: { readonly wei: string | bigint; readonly unit?: boolean }) {
  const { sign, head, tail } = formatOpen(wei)
  return (
    <span className="amount" title={text.parts.wei(BigInt(wei).toString())} data-wei={BigInt(wei).toString()}>
      {sign}
      {head}
      {tail === '' ? null : <span className="amount-tail">{tail}</span>}
      {unit ? <span className="amount-unit"> {text.parts.open}</span> : null}
    </span>
  )
}
