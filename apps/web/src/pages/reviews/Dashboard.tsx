import { useQuery } from '@tanstack/react-query'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** How the review goes: progress, ages, reviewers, and how far pairs of them agree. */
export function Dashboard({ datanetId, token }: { readonly datanetId: string; readonly token: string }) {
  const words = text.manage
  const dashboard = useQuery(reviewQueries.dashboard(datanetId, token))
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <Section title={words.progress}>
      <Loaded query={dashboard} lines={8}>
        {({ records, reviewsMissing, tasks, oldest, byDeadline, alpha, pairs, reviewers }) => (
          <>
            <Figures
              figures={(['open', 'adjudication', 'appealed', 'accepted', 'refused'] as const).map((state) => ({
                name: text.review.counts[state][0],
                value: number(records[state]),
                note: text.review.counts[state][1],
              }))}
            />
            <Figures
              figures={[
                { name: words.missing[0], value: number(reviewsMissing), note: words.missing[1] },
                ...(['leased', 'answered', 'expired'] as const).map((status) => ({
                  name: words[status][0],
                  value: number(tasks[status]),
                  note: words[status][1],
                })),
                { name: text.review.alpha, value: text.reviews.coefficient(alpha), note: words.alphaNote },
              ]}
            />
            <Facts
              facts={[
                ...(['open', 'curators', 'owner'] as const).map(
                  (place) =>
                    [
                      words.oldestOf[place],
                      oldest[place] === null ? undefined : (
                        <span key={place} className="time">
                          {formatTime(oldest[place])}
                        </span>
                      ),
                    ] as const,
                ),
                [words.byDeadline, byDeadline === 0 ? undefined : number(byDeadline)],
              ]}
            />
            <h3>{words.reviewers}</h3>
            <Table
              label={words.reviewers}
              rows={reviewers}
              rowKey={({ account }) => account}
              columns={[
                { name: text.review.reviewer, head: true, cell: ({ account }) => <AccountLink address={account} /> },
                {
                  name: text.reviews.quality,
                  figures: true,
                  cell: ({ qualityBps }) => text.reviews.qualityOf(qualityBps),
                },
                { name: text.review.judged, figures: true, cell: ({ judged }) => number(judged) },
                { name: words.answered[0], figures: true, cell: ({ answered }) => number(answered) },
                { name: words.expired[0], figures: true, cell: ({ expired }) => number(expired) },
                { name: text.reviews.points, figures: true, cell: ({ points }) => number(points) },
              ]}
            />
            <h3>{words.pairs}</h3>
            <p className="note">{words.pairsLead}</p>
            {pairs.length === 0 ? (
              <Empty title={words.noPairs} />
            ) : (
              <Table
                label={words.pairs}
                rows={pairs}
                rowKey={({ first, second }) => first + second}
                columns={[
                  { name: words.first, cell: ({ first }) => <AccountLink address={first} /> },
                  { name: words.second, cell: ({ second }) => <AccountLink address={second} /> },
                  { name: words.common, figures: true, cell: ({ common }) => number(common) },
                  { name: words.kappa, figures: true, cell: ({ kappa }) => text.reviews.coefficient(kappa) },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
