import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reviewQueries } from '../../api/reviewQueries.ts'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import '../../styles/reviews.css'

/** On a Datanet's page: how its records are reviewed, which versions are golden, and the way to the review. */
export function ReviewLine({ datanetId }: { readonly datanetId: string }) {
  const { data } = useQuery(reviewQueries.summary(datanetId))
  if (data === undefined) return null
  const { policy, versions } = data
  const golden = versions.filter((version) => version.golden)
  const words = text.review
  return (
    <p className="review-line">
      <Link to="/datanets/$datanetId/review" params={{ datanetId }}>
        {words.kind}
      </Link>{' '}
      <span className="quiet">
        {policy === null ? words.noPolicyBody : words.policyOf(policy.reviews, text.reviews.share(policy.agreementBps))}
      </span>{' '}
      {golden.map(({ number, agreementBps }) => (
        <Tag key={number} tone="good">
          {words.goldenVersion(number, text.reviews.share(agreementBps ?? 0))}
        </Tag>
      ))}
    </p>
  )
}
