import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'
import { CallTable } from './CallTable.tsx'

/** Most calls that are asked for. */
const CALLS_MAX = 1_000
/** Calls a page. */
const PAGE = 50

/** Every call, newest first. */
export function CallsPage() {
  const calls = useQuery(queries.calls({ limit: CALLS_MAX }))
  const [rows, paging] = usePaging(calls.data?.data ?? [], PAGE)
  return (
    <Page title={text.calls.title} lead={text.calls.lead}>
      <Loaded query={calls} lines={10}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={text.calls.empty}>{text.calls.emptyBody}</Empty>
          ) : (
            <>
              <CallTable calls={rows} />
              {paging}
              {data.length === CALLS_MAX ? <p className="note">{text.calls.newest(CALLS_MAX)}</p> : null}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
