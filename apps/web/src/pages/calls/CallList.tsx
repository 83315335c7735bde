import { useQuery } from '@tanstack/react-query'
import { type CallsFilter, explorerQueries } from '../../api/explorerQueries.ts'
import { Empty, Loaded } from '../../parts/State.tsx'
import { useCursor } from '../../parts/useCursor.tsx'
import { text } from '../../text/text.ts'
import { CallTable } from './CallTable.tsx'

/** Calls that a filter lets through, newest first, page by page. Give it a key of the filter: another begins anew. */
export function CallList(props: { readonly filter: CallsFilter; readonly size: number; readonly none: string }) {
  const { filter, size, none } = props
  const [after, paging] = useCursor()
  const calls = useQuery(explorerQueries.calls(filter, after, size))
  return (
    <Loaded query={calls} lines={10}>
      {({ data, next }) =>
        data.length === 0 ? (
          <Empty title={text.calls.empty}>{none}</Empty>
        ) : (
          <>
            <CallTable calls={data} />
            {paging(next)}
          </>
        )
      }
    </Loaded>
  )
}
