import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { CallFilters } from './CallFilters.tsx'
import { CallList } from './CallList.tsx'

/** Calls a page. */
const PAGE = 50

/** Every call, newest first; or those of a model, an epoch, an account, a state. */
export function CallsPage() {
  const search = useSearch({ from: '/calls' })
  const navigate = useNavigate()
  const all = Object.keys(search).length === 0
  const key = JSON.stringify(search)
  return (
    <Page title={text.calls.title} lead={text.calls.lead}>
      <CallFilters
        key={`filters ${key}`}
        search={search}
        onSearch={(next) => void navigate({ to: '/calls', search: next, resetScroll: false })}
      />
      <CallList key={key} filter={search} size={PAGE} none={all ? text.calls.emptyBody : text.callFilters.none} />
    </Page>
  )
}
