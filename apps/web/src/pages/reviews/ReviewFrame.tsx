import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queries } from '../../api/queries.ts'
import { Page } from '../../parts/Page.tsx'
import '../../styles/reviews.css'

/** A page within a Datanet's review: the Datanet's name leads back to the review. */
export function ReviewFrame(props: {
  readonly datanetId: string
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}) {
  const { datanetId, title, lead, children } = props
  const { slug } = useQuery(queries.datanet(datanetId)).data ?? { slug: title }
  return (
    <Page
      kind={title}
      title={slug}
      heading={
        <Link to="/datanets/$datanetId/review" params={{ datanetId }} className="quiet-link">
          {slug}
        </Link>
      }
      {...(lead === undefined ? {} : { lead })}
    >
      {children}
    </Page>
  )
}
