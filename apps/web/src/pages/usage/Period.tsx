import type { SyntheticEvent } from 'react'
import { text } from '../../text/text.ts'
import { parseUsageSearch, type UsageSearch } from './usageSearch.ts'

/** From which day to which. */
export function Period(props: { readonly days: UsageSearch; readonly onDays: (days: UsageSearch) => void }) {
  const { days, onDays } = props
  const words = text.usage
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    onDays(parseUsageSearch(Object.fromEntries(new FormData(event.currentTarget))))
  }
  return (
    <form className="filters" key={`${days.from} ${days.to}`} onSubmit={submit}>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{words[end]}</span>
          <input type="date" name={end} defaultValue={days[end] ?? ''} />
        </label>
      ))}
      <button type="submit" className="button">
        {words.apply}
      </button>
      <button type="button" className="link" onClick={() => onDays({})}>
        {words.clear}
      </button>
      <span className="note">{words.utc}</span>
    </form>
  )
}
