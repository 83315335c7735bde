import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSession } from '../../account/useSession.ts'
import { queries } from '../../api/queries.ts'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { Figures } from '../../parts/Facts.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { StandingTag } from './ReviewsPage.tsx'
import { TestForm } from './TestForm.tsx'

/** What who is signed in may do in this review and has earned there; the ways on. */
export function Standing(props: { readonly datanetId: string; readonly token: string; readonly isReviewed: boolean }) {
  const { datanetId, token, isReviewed } = props
  const session = useSession()
  const datanet = useQuery(queries.datanet(datanetId))
  const isDecider =
    session !== undefined &&
    datanet.data !== undefined &&
    (session.account === datanet.data.owner || datanet.data.curators.some(({ account }) => account === session.account))
  return (
    <>
      {isReviewed ? <Mine datanetId={datanetId} token={token} /> : null}
      {isDecider ? (
        <p>
          <Link to="/datanets/$datanetId/review/manage" params={{ datanetId }}>
            {text.review.manage}
          </Link>
        </p>
      ) : null}
    </>
  )
}

function Mine({ datanetId, token }: { readonly datanetId: string; readonly token: string }) {
  const standing = useQuery(reviewQueries.standing(datanetId, token))
  const number = (value: number) => value.toLocaleString(text.language)
  return (
    <Loaded query={standing} lines={3}>
      {(data) => (
        <>
          <p>
            <StandingTag standing={data} />
          </p>
          <Figures
            figures={[
              { name: text.reviews.tasks, value: number(data.tasks) },
              { name: text.reviews.waiting, value: number(data.waiting) },
              {
                name: text.reviews.quality,
                value: text.reviews.qualityOf(data.merit.qualityBps),
                note: `${text.review.judged}: ${number(data.merit.judged)}, ${text.review.right}: ${number(data.merit.right)}`,
              },
              { name: text.reviews.points, value: number(data.merit.points) },
            ]}
          />
          {data.mayReview ? (
            <div className="actions">
              <Link to="/datanets/$datanetId/review/desk" params={{ datanetId }} className="button">
                {text.review.desk}
              </Link>
            </div>
          ) : null}
          {data.code === 'REVIEW_TEST_NEEDED' ? (
            <TestForm datanetId={datanetId} token={token} test={data.test} />
          ) : null}
        </>
      )}
    </Loaded>
  )
}
