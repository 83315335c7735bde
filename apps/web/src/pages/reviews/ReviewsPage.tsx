import type { ReviewStanding } from '@openledger/core/api/reviews.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { JudgingList } from '../judging/JudgingList.tsx'
import '../../styles/reviews.css'

/** Where one may review, and what one earned there. */
export function ReviewsPage() {
  const words = text.reviews
  const token = useSignedIn()
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>
        {token === undefined ? null : (
          <>
            <Datanets token={token} />
            <JudgingList token={token} />
          </>
        )}
      </NeedsAccount>
    </Page>
  )
}

function Datanets({ token }: { readonly token: string }) {
  const words = text.reviews
  const list = useQuery(reviewQueries.datanets(token))
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <Loaded query={list}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title={words.none}>{words.noneBody}</Empty>
        ) : (
          <Table
            label={words.title}
            rows={data}
            rowKey={({ datanetId }) => datanetId}
            columns={[
              {
                name: words.datanet,
                head: true,
                cell: ({ datanetId, slug }) => (
                  <Link to="/datanets/$datanetId/review" params={{ datanetId }} className="quiet-link">
                    {slug}
                  </Link>
                ),
              },
              { name: words.role, cell: ({ standing }) => words.roles[standing.role] },
              { name: words.state, cell: ({ standing }) => <StandingTag standing={standing} /> },
              { name: words.tasks, figures: true, cell: ({ standing }) => number(standing.tasks) },
              { name: words.waiting, figures: true, cell: ({ standing }) => number(standing.waiting) },
              { name: words.decisions, figures: true, cell: ({ standing }) => number(standing.decisions) },
              {
                name: words.quality,
                figures: true,
                cell: ({ standing }) => words.qualityOf(standing.merit.qualityBps),
              },
              { name: words.points, figures: true, cell: ({ standing }) => number(standing.merit.points) },
            ]}
          />
        )
      }
    </Loaded>
  )
}

/** Whether one may review, in a word. */
export function StandingTag({ standing }: { readonly standing: ReviewStanding }) {
  const { states } = text.reviews
  const { code } = standing
  if (code === null) return <Tag tone="good">{states.ready}</Tag>
  const tone = code === 'REVIEW_TEST_NEEDED' ? 'warn' : 'quiet'
  const known = Object.entries(states).find(([name]) => name === code)
  return <Tag tone={tone}>{known?.[1] ?? states.other}</Tag>
}
