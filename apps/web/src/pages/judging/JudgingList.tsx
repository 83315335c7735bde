import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { evaluationQueries } from '../../api/evaluationQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** Models whose developers asked for one's word on their answers; nothing where there is none. */
export function JudgingList({ token }: { readonly token: string }) {
  const words = text.judging
  const { data } = useQuery(evaluationQueries.judging(token))
  if (data === undefined || data.data.length === 0) return null
  return (
    <Section title={words.list} lead={words.listLead}>
      <Table
        label={words.list}
        rows={data.data}
        rowKey={({ evaluationId }) => evaluationId}
        columns={[
          {
            name: words.model,
            head: true,
            cell: ({ evaluationId, name }) => (
              <Link to="/judging/$evaluationId" params={{ evaluationId }} className="quiet-link">
                {name}
              </Link>
            ),
          },
          { name: words.developer, cell: ({ developer }) => <AccountLink address={developer} /> },
          { name: words.asked, cell: ({ askedAt }) => <span className="time">{formatTime(askedAt)}</span> },
          { name: words.left, figures: true, cell: ({ left }) => left.toLocaleString(text.language) },
          { name: words.judged, figures: true, cell: ({ judged }) => judged.toLocaleString(text.language) },
        ]}
      />
    </Section>
  )
}
