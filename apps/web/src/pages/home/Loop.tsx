import type { Totals } from '@openledger/core/api/explorer.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatOpen } from '../../format/formatOpen.ts'
import { Amount } from '../../parts/Amount.tsx'
import { text } from '../../text/text.ts'

type Station = {
  readonly to: '/datanets' | '/models' | '/calls' | '/epochs' | '/accounts'
  readonly name: string
  readonly what: string
  readonly value: ReactNode
  readonly unit: string
  readonly more: string
  /** The amount that `more` says, wei. */
  readonly wei?: string
}

/** Data → Model → Call → Revenue → Attribution → Distribution → Re-incentive, each with its figure. */
export function Loop({ totals }: { readonly totals: Totals }) {
  return (
    <ol className="loop">
      {stations(totals).map(({ to, name, what, value, unit, more, wei }) => (
        <li key={name} className="station">
          <h3>
            <Link to={to} className="station-name">
              {name}
            </Link>
          </h3>
          <p className="station-what">{what}</p>
          <p className="station-figure">
            <span className="station-value">{value}</span> <span className="station-unit">{unit}</span>
          </p>
          <p className="station-more" data-wei={wei}>
            {more}
          </p>
        </li>
      ))}
    </ol>
  )
}

function stations(totals: Totals): Station[] {
  const { stations: words } = text.home
  const { count } = text
  const number = (value: number) => value.toLocaleString(text.language)
  const { records, calls, waiting, attributed, settled, paid } = totals
  return [
    {
      to: '/datanets',
      name: words.data.name,
      what: words.data.what,
      value: number(records.accepted),
      unit: words.data.unit(records.accepted),
      more: words.data.more(count.datanets(totals.datanets), count.contributors(totals.contributors)),
    },
    {
      to: '/models',
      name: words.model.name,
      what: words.model.what,
      value: number(totals.models),
      unit: words.model.unit(totals.models),
      more: words.model.more(count.versions(totals.versions)),
    },
    {
      to: '/calls',
      name: words.call.name,
      what: words.call.what,
      value: number(calls.count),
      unit: words.call.unit(calls.count),
      more: words.call.more(number(waiting.count)),
    },
    {
      to: '/calls',
      name: words.revenue.name,
      what: words.revenue.what,
      value: <Amount wei={calls.fees} />,
      unit: words.revenue.unit,
      more: words.revenue.more(open(waiting.fees)),
      wei: waiting.fees,
    },
    {
      to: '/calls',
      name: words.attribution.name,
      what: words.attribution.what,
      value: number(attributed.count),
      unit: words.attribution.unit(attributed.count),
      more: words.attribution.more(number(attributed.flat)),
    },
    {
      to: '/epochs',
      name: words.distribution.name,
      what: words.distribution.what,
      value: <Amount wei={settled.paid} />,
      unit: words.distribution.unit,
      more: words.distribution.more(open(totals.claimed)),
      wei: totals.claimed,
    },
    {
      to: '/accounts',
      name: words.incentive.name,
      what: words.incentive.what,
      value: number(paid.records),
      unit: words.incentive.unit(paid.records),
      more: words.incentive.more(count.contributors(paid.contributors)),
    },
  ]
}

function open(wei: string): string {
  const { sign, head, tail } = formatOpen(wei)
  return `${sign}${head}${tail}`
}
