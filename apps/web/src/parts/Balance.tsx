import { text } from '../text/text.ts'
import { Amount } from './Amount.tsx'

/** fees = accounts + stakers' pools + burned, as a bookkeeper writes it: the sum under a double rule, the difference below. */
export function Balance(props: {
  readonly fees: string
  readonly paid: string
  readonly burned: string
  readonly carried: string
  /** What of `paid` is for stakers. */
  readonly pools: string
  /** What the sum is called. */
  readonly feesOf: string
}) {
  const parts = [BigInt(props.paid), BigInt(props.burned), BigInt(props.carried)]
  const sum = parts.reduce((all, one) => all + one, 0n)
  const line = (name: string, wei: string | bigint, className?: string) => (
    <div className={className === undefined ? 'balance-line' : `balance-line ${className}`}>
      <dt>{name}</dt>
      <dd>
        <Amount wei={wei} />
      </dd>
    </div>
  )
  return (
    <dl className="balance">
      {line(text.epoch.accounts, BigInt(props.paid) - BigInt(props.pools))}
      {line(text.epoch.pools, props.pools)}
      {line(text.epoch.burned, props.burned)}
      {line(props.feesOf, props.fees, 'balance-sum')}
      <div className="balance-line balance-difference">
        <dt>{text.epoch.difference}</dt>
        <dd className="hex" data-wei={(sum - BigInt(props.fees)).toString()}>
          {text.parts.wei((sum - BigInt(props.fees)).toString())}
        </dd>
      </div>
    </dl>
  )
}
