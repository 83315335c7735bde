import type { Reading } from '@openledger/core/api/access.ts'
import type { SyntheticEvent } from 'react'
import { useSession } from '../../account/useSession.ts'
import { text } from '../../text/text.ts'
import { parseRecordsSearch, type RecordsSearch } from './recordsSearch.ts'

/** What the list shows: version, words, kind, verdict, language, contributor, length. */
export function Filters(props: {
  readonly search: RecordsSearch
  readonly versions: readonly number[]
  readonly reading: Reading
  readonly onSearch: (search: RecordsSearch) => void
}) {
  const { search, versions, reading, onSearch } = props
  const session = useSession()
  const words = text.recordsPage
  const ownShown = session !== undefined && search.contributor === session.account
  const maySearch = reading.right !== null || ownShown
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    onSearch(parseRecordsSearch(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))))
  }
  const options = (names: Record<string, string>, ids: readonly string[]) => (
    <>
      <option value="">{words.any}</option>
      {ids.map((id) => (
        <option key={id} value={id}>
          {names[id]}
        </option>
      ))}
    </>
  )
  return (
    <>
      <p className="note">
        {ownShown && reading.right === null
          ? words.right.contributor
          : reading.right === null
            ? reading.refusal?.message
            : words.right[reading.right]}{' '}
        {reading.right === null && session !== undefined && !ownShown ? (
          <button
            type="button"
            className="link"
            onClick={() => onSearch({ version: search.version, contributor: session.account })}
          >
            {words.ownOnly}
          </button>
        ) : null}
      </p>
      <form className="filters" onSubmit={submit}>
        <label>
          <span>{words.version}</span>
          <select name="version" defaultValue={search.version}>
            {versions.map((number) => (
              <option key={number}>{number}</option>
            ))}
          </select>
        </label>
        <label className="filter-wide">
          <span>{words.search}</span>
          <input
            type="search"
            name="search"
            defaultValue={search.search ?? ''}
            disabled={!maySearch}
            maxLength={200}
            title={words.searchHint}
          />
        </label>
        <label>
          <span>{words.kindOf}</span>
          <select name="kind" defaultValue={search.kind ?? ''}>
            {options(words.kinds, ['qa', 'document'])}
          </select>
        </label>
        <label>
          <span>{words.verdict}</span>
          <select name="verdict" defaultValue={search.verdict ?? ''}>
            {options(words.verdicts, ['accept', 'mark', 'refuse'])}
          </select>
        </label>
        <label className="filter-number">
          <span>{words.language}</span>
          <input
            name="language"
            defaultValue={search.language ?? ''}
            pattern="[a-z]{2}"
            maxLength={2}
            title={words.languageHint}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <label className="filter-wide">
          <span>{words.contributor}</span>
          <input
            name="contributor"
            defaultValue={search.contributor ?? ''}
            pattern="0x[0-9a-f]{40}"
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        {(['min', 'max'] as const).map((bound) => (
          <label key={bound} className="filter-number">
            <span>{words[bound]}</span>
            <input type="number" name={bound} min={0} defaultValue={search[bound] ?? ''} />
          </label>
        ))}
        <button type="submit" className="button">
          {words.apply}
        </button>
        <button type="button" className="link" onClick={() => onSearch({ version: search.version })}>
          {words.clear}
        </button>
      </form>
    </>
  )
}
