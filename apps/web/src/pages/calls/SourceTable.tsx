import type { Call } from '@openledger/core/api/calls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import { formatShare } from '../../format/formatShare.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Hex } from '../../parts/Hex.tsx'
import { AccountLink, DatanetLink } from '../../parts/links.tsx'
import { ShareBar } from '../../parts/ShareBar.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import type { Income } from './deriveIncome.ts'

/** All of a call's weight. */
const W = 10n ** 18n

type Entry = NonNullable<Call['attribution']>['entries'][number]
type Source = Entry & { readonly whole: bigint; readonly owner: bigint }

/** The records behind an answer, the heaviest first: method, score, weight, and what each earned to the wei. */
export function SourceTable(props: {
  readonly entries: readonly Entry[]
  readonly income: Income | undefined
  readonly datanets: readonly Datanet[]
}) {
  const { entries, income, datanets } = props
  const words = text.call
  const sources = entries.map((entry, i): Source => ({ ...entry, ...(income?.sources[i] ?? { whole: 0n, owner: 0n }) }))
  const sorted = sources.toSorted((a, b) => (BigInt(a.weight) < BigInt(b.weight) ? 1 : -1))
  const slug = (datanetId: string) => datanets.find((one) => one.datanetId === datanetId)?.slug
  const methods = [...new Set(sorted.map(({ method }) => method))]
  const derived = income !== undefined && income.sources.length > 0
  const whole = sources.reduce((sum, source) => sum + source.whole, 0n)
  const earned: Column<Source>[] = [
    {
      name: words.earned,
      figures: true,
      cell: ({ whole: all, owner }) => (
        <span>
          <Amount wei={all} />
          {owner === 0n ? null : (
            <span className="under">
              {words.ofWhich} <Amount wei={owner} />
            </span>
          )}
        </span>
      ),
    },
    { name: words.wei, figures: true, cell: (source) => source.whole.toString() },
  ]
  return (
    <>
      <ShareBar
        parts={sorted.map(({ commitment, method, weight }) => ({
          name: commitment,
          size: BigInt(weight),
          kind: method,
        }))}
      />
      <Table
        label={words.sources}
        rows={sorted}
        rowKey={({ commitment, method }) => `${commitment} ${method}`}
        columns={[
          {
            name: words.commitment,
            head: true,
            cell: ({ commitment, method, datanetId }) =>
              method === 'flat' ? `${words.pool} ${slug(datanetId) ?? ''}` : <Hex value={commitment} />,
          },
          {
            name: words.contributor,
            cell: ({ contributor }) =>
              contributor === null ? (
                <span className="none">{text.parts.none}</span>
              ) : (
                <AccountLink address={contributor} />
              ),
          },
          {
            name: words.datanet,
            cell: ({ datanetId }) => <DatanetLink datanetId={datanetId} slug={slug(datanetId)} />,
          },
          {
            name: words.by,
            cell: ({ method }) => <span className={`swatch swatch-${method}`}>{words.method[method]}</span>,
          },
          { name: words.score, figures: true, cell: ({ score }) => score },
          { name: words.weight, figures: true, cell: ({ weight }) => formatShare(BigInt(weight), W) },
          ...(derived ? earned : []),
        ]}
        {...(!derived
          ? {}
          : {
              total: [
                words.sumWeights,
                '',
                '',
                '',
                '',
                formatShare(
                  entries.reduce((sum, { weight }) => sum + BigInt(weight), 0n),
                  W,
                ),
                <Amount key="whole" wei={whole} />,
                whole.toString(),
              ],
            })}
      />
      <dl className="legend">
        {methods.map((method) => (
          <div key={method}>
            <dt className={`swatch swatch-${method}`}>{words.method[method]}</dt>
            <dd>{words.methodWhat[method]}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
