import type { Operator } from '@openledger/core/api/operator.ts'
import { formatOpen } from '../../format/formatOpen.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/** Where the chain is, how far the tables follow, what is on its way to it, what pays for gas. */
export function ChainHealth(props: { readonly chain: Operator['chain']; readonly kept: Operator['kept'] }) {
  const { chain, kept } = props
  const { head, indexed, sending, trouble } = chain
  const words = text.operator
  const number = (count: number) => count.toLocaleString(text.language)
  const lag = head === null || indexed === null ? undefined : Math.max(0, head.number - indexed)
  return (
    <Section title={words.chain}>
      <Facts
        facts={[
          [
            words.trouble,
            trouble === null ? undefined : (
              <strong key="trouble" className="bad">{`${trouble.code}: ${trouble.message}`}</strong>
            ),
          ],
          [
            words.head,
            head === null ? (
              <span key="head" className="bad">
                {words.away}
              </span>
            ) : (
              <span key="head">
                {number(head.number)} <time className="time quiet">{formatTime(head.time)}</time>
              </span>
            ),
          ],
          [words.lag, lag === undefined ? words.empty : lag === 0 ? words.upToDate : words.behind(number(lag))],
          [
            words.finality,
            chain.finalityDepth === null ? words.finalityNone : words.finalityOf(number(chain.finalityDepth)),
          ],
          [words.sending, words.sendingOf(number(sending.pending), number(sending.failed))],
          [words.oldest, sending.oldest === null ? undefined : formatTime(sending.oldest)],
          [words.ether, chain.ether === null ? words.unknown : ether(chain.ether)],
          [words.openBalance, chain.open === null ? words.unknown : <Amount key="open" wei={chain.open} unit />],
          [words.kept, words.keptOf(number(kept.accounts), number(kept.pending))],
          [words.gas, words.gasOf(ether(kept.gas), ether(kept.gasLimit))],
        ]}
      />
    </Section>
  )
}

/** Ether has as many decimals as OPEN. */
function ether(wei: string): string {
  const { sign, head, tail } = formatOpen(wei)
  return `${sign}${head}${tail}`
}
