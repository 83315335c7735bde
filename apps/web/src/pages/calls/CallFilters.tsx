import type { SyntheticEvent } from 'react'
import { text } from '../../text/text.ts'
import { type CallsSearch, parseCallsSearch } from './callsSearch.ts'

const STATUSES = ['settled', 'cancelled', 'failed', 'reserved', 'unpaid'] as const

/** Of a model, an epoch, an account, a state. */
export function CallFilters(props: { readonly search: CallsSearch; readonly onSearch: (search: CallsSearch) => void }) {
  const { search, onSearch } = props
  const words = text.callFilters
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSearch(parseCallsSearch(Object.fromEntries(new FormData(event.currentTarget))))
  }
  return (
    <form className="filters" onSubmit={submit}>
      <label>
        <span>{text.calls.model}</span>
        <input name="model" defaultValue={search.model ?? ''} maxLength={128} autoComplete="off" spellCheck={false} />
      </label>
      <label className="filter-wide">
        <span>{words.account}</span>
        <input
          name="account"
          defaultValue={search.account ?? ''}
          pattern="\s*0[xX][0-9a-fA-F]{40}\s*"
          title={words.accountHint}
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <label className="filter-number">
        <span>{text.calls.epoch}</span>
        <input type="number" name="epoch" min={0} defaultValue={search.epoch ?? ''} />
      </label>
      <label>
        <span>{text.calls.status}</span>
        <select name="status" defaultValue={search.status ?? ''}>
          <option value="">{words.any}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {text.callStatus[status]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button">
        {words.apply}
      </button>
      <button type="button" className="link" onClick={() => onSearch({})}>
        {words.clear}
      </button>
    </form>
  )
}
