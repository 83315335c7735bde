import type { ReviewSummary } from '@openledger/core/api/reviews.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { queries } from '../../api/queries.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { DatanetLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Board } from './Board.tsx'
import { OwnRecords } from './OwnRecords.tsx'
import { Standing } from './Standing.tsx'
import '../../styles/reviews.css'

/** The review of one Datanet: how it goes for everybody, and one's own part in it. */
export function ReviewPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/review' })
  const words = text.review
  const token = useSignedIn()
  const datanet = useQuery(queries.datanet(datanetId))
  const summary = useQuery(reviewQueries.summary(datanetId))
  const slug = datanet.data?.slug ?? words.kind
  return (
    <Page
      kind={words.kind}
      title={slug}
      heading={<DatanetLink datanetId={datanetId} slug={datanet.data?.slug} />}
      lead={text.reviews.lead}
    >
      <Loaded query={summary} lines={6}>
        {(data) => (
          <>
            <Summary summary={data} />
            <Section title={words.standing}>
              <NeedsAccount toDo={words.toDo}>
                {token === undefined ? null : (
                  <Standing datanetId={datanetId} token={token} isReviewed={data.policy !== null} />
                )}
              </NeedsAccount>
            </Section>
            {data.policy === null ? null : (
              <>
                <Board datanetId={datanetId} />
                {token === undefined ? null : <OwnRecords datanetId={datanetId} token={token} />}
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Summary({ summary }: { readonly summary: ReviewSummary }) {
  const words = text.review
  const { policy, records, alpha, versions } = summary
  const golden = versions.filter((version) => version.golden)
  if (policy === null && records.accepted + records.refused + records.open === 0)
    return <Empty title={words.noPolicy}>{words.noPolicyBody}</Empty>
  return (
    <>
      <Figures
        figures={(['open', 'adjudication', 'appealed', 'accepted', 'refused'] as const).map((state) => ({
          name: words.counts[state][0],
          value: records[state].toLocaleString(text.language),
          note: words.counts[state][1],
        }))}
      />
      <Facts
        facts={[
          [
            words.policy,
            policy === null
              ? words.noPolicyBody
              : words.policyOf(policy.reviews, text.reviews.share(policy.agreementBps)),
          ],
          [words.mode, policy === null ? undefined : words.modes[policy.mode]],
          [words.alpha, text.reviews.coefficient(alpha)],
          [
            words.golden,
            <span key="golden">
              {golden.length === 0
                ? words.noGolden
                : golden
                    .map(({ number, agreementBps }) => words.version(number, text.reviews.share(agreementBps ?? 0)))
                    .join(', ')}{' '}
              <span className="quiet">{words.goldenHint}</span>
            </span>,
          ],
        ]}
      />
    </>
  )
}
