import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { Balance } from '../../parts/Balance.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { CallTable } from '../calls/CallTable.tsx'
import { Loop } from './Loop.tsx'

/** How many of the latest calls the first page shows. */
const RECENT_CALLS = 6

/** What OpenLedger does, in the figures of this very gateway. */
export function HomePage() {
  const totals = useQuery(queries.totals())
  const calls = useQuery(queries.calls({ limit: RECENT_CALLS }))
  const newest = useQuery(queries.epochs()).data?.data.find(({ totals }) => totals !== null)
  return (
    <Page title={text.home.title} lead={text.home.lead}>
      <p className="actions">
        <Link to="/chat" className="button">
          {text.home.chat}
        </Link>
        <Link to="/datanets/new" className="button-quiet">
          {text.home.create}
        </Link>
        {newest === undefined ? null : (
          <Link to="/epochs/$number" params={{ number: String(newest.number) }} hash="verify" className="button-quiet">
            {text.home.verify}
          </Link>
        )}
      </p>
      <Section title={text.home.loop}>
        <Loaded query={totals} lines={7}>
          {(data) => <Loop totals={data} />}
        </Loaded>
      </Section>
      {totals.data === undefined || totals.data.epochs.posted === 0 ? null : (
        <Section title={text.home.balance} lead={text.home.balanceLead}>
          <Balance {...totals.data.settled} feesOf={text.home.fees} />
        </Section>
      )}
      <Section
        title={text.home.recent}
        action={
          <Link to="/calls" className="section-action">
            {text.home.allCalls}
          </Link>
        }
      >
        <Loaded query={calls}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={text.home.empty}>{text.home.emptyBody}</Empty>
            ) : (
              <CallTable calls={data} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}
