import type { ReceiptJson } from '@openledger/core/api/receipts.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { text } from '../../text/text.ts'

/** A receipt, field by field. */
export function ReceiptFacts(props: { readonly receipt: ReceiptJson; readonly signature: string | null }) {
  const { receipt, signature } = props
  const words = text.call
  const hex = (what: string, value: string) => [what, <WholeHex key={value} value={value} what={what} />] as const
  return (
    <Facts
      facts={[
        [
          words.fee,
          <span key="fee" className="hex">
            {text.parts.wei(receipt.fee)}
          </span>,
        ],
        [words.tokens, words.tokensOf(String(receipt.inputTokens), String(receipt.outputTokens))],
        [words.price, receipt.components.map(({ priceVersion }) => priceVersion).join(', ')],
        hex(words.channel, receipt.channelId),
        [words.sequence, receipt.sequence],
        [
          words.cumulative,
          <span key="cumulative" className="hex">
            {receipt.cumulativeBefore} → {receipt.cumulativeAfter}
          </span>,
        ],
        hex(words.request, receipt.requestHash),
        hex(words.response, receipt.responseHash),
        ...receipt.retrievedVersions.map((root) => hex(words.retrieved, root)),
        [words.time, formatTime(Number(receipt.time))],
        ...(signature === null ? [] : [hex(words.signature, signature)]),
      ]}
    />
  )
}
