import type { ChannelUsage } from '@openledger/core/api/usage.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

const CHECKS = ['receipts', 'voucher', 'keys', 'reserved', 'deposit'] as const

/** A channel as a bookkeeper writes it: what came in, what went, what is left; then whether the books agree. */
export function ChannelBooks({ channel }: { readonly channel: ChannelUsage }) {
  const words = text.usage
  const { channelId, differences } = channel
  const line = (name: string, wei: string, className = '') => (
    <div className={`balance-line ${className}`}>
      <dt>{name}</dt>
      <dd>
        <Amount wei={wei} />
      </dd>
    </div>
  )
  const minus = (wei: string) => (-BigInt(wei)).toString()
  const agree = CHECKS.every((check) => differences[check] === '0')
  return (
    <article className="channel-books" aria-label={words.channel(shortHex(channelId))}>
      <h3 className="channel-name">
        <WholeHex value={channelId} what={words.channel('')} />
      </h3>
      <div className="books">
        <dl className="balance">
          {line(words.deposited, channel.deposited)}
          {line(words.withdrawn, minus(channel.withdrawn))}
          {channel.refunded === '0' ? null : line(words.refunded, minus(channel.refunded))}
          {line(words.deposit, channel.deposit, 'balance-sum')}
          {line(words.spent, minus(channel.spent))}
          {line(words.reserved, minus(channel.reserved))}
          {line(words.withdrawal, minus(channel.withdrawal))}
          {line(words.channelLeft, channel.left, 'balance-sum')}
        </dl>
        <div>
          <Facts
            facts={[
              [words.receipts, channel.receipts.toLocaleString(text.language)],
              [words.voucher, <Amount key="voucher" wei={channel.voucher} unit />],
              [words.collected, <Amount key="collected" wei={channel.collected} unit />],
              ...CHECKS.map(
                (check) =>
                  [
                    words.differences[check],
                    <span key={check} className="hex" data-wei={differences[check]}>
                      {text.parts.wei(differences[check])}
                    </span>,
                  ] as const,
              ),
              [
                words.agree,
                <Tag key="agree" tone={agree ? 'good' : 'bad'}>
                  {agree ? words.agreeAll : words.agreeNot}
                </Tag>,
              ],
            ]}
          />
        </div>
      </div>
    </article>
  )
}
