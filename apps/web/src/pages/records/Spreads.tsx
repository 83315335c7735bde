import type { Histograms } from '@openledger/core/api/versions.ts'
import { useQuery } from '@tanstack/react-query'
import { versionQueries } from '../../api/versionQueries.ts'
import { formatOpen } from '../../format/formatOpen.ts'
import { formatTime } from '../../format/formatTime.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import type { RecordsSearch } from './recordsSearch.ts'

const SPREADS = ['kind', 'verdict', 'language', 'length', 'contributor', 'income'] as const
type Spread = (typeof SPREADS)[number]

/** A histogram for each column of a version; a bar that can be a filter is one. */
export function Spreads(props: {
  readonly datanetId: string
  readonly number: number
  readonly search: RecordsSearch
  readonly onSearch: (search: RecordsSearch) => void
}) {
  const { datanetId, number, search, onSearch } = props
  const histograms = useQuery(versionQueries.histograms(datanetId, number))
  const words = text.recordsPage
  return (
    <Section title={words.spread}>
      <Loaded query={histograms} lines={6}>
        {(data) => (
          <>
            <div className="spreads">
              {SPREADS.map((spread) => (
                <div key={spread} className="spread">
                  <h3>{words.spreads[spread]}</h3>
                  <ul>
                    {data[spread].map((bar) => (
                      <Bar
                        key={bar.value}
                        name={nameOf(spread, bar.value)}
                        count={bar.count}
                        most={Math.max(...data[spread].map(({ count }) => count))}
                        {...toggle(spread, bar, search, onSearch)}
                      />
                    ))}
                  </ul>
                </div>
              ))}
            </div>
            <p className="note">{words.countedAt(formatTime(data.countedAt))}</p>
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Bar(props: {
  readonly name: string
  readonly count: number
  readonly most: number
  readonly pressed?: boolean
  readonly onPress?: () => void
}) {
  const inside = (
    <>
      <span className="bar-fill" style={{ width: `${(100 * props.count) / Math.max(1, props.most)}%` }} aria-hidden />
      <span>{props.name}</span>
      <span className="figures">{props.count.toLocaleString(text.language)}</span>
    </>
  )
  return (
    <li>
      {props.onPress === undefined ? (
        <span className="bar-row">{inside}</span>
      ) : (
        <button type="button" className="bar-row" aria-pressed={props.pressed} onClick={props.onPress}>
          {inside}
        </button>
      )}
    </li>
  )
}

const names = new Intl.DisplayNames(text.language, { type: 'language' })

function languageName(code: string): string {
  return code === 'unknown' ? text.recordsPage.languageUnknown : `${names.of(code) ?? code} (${code})`
}

function nameOf(spread: Spread, value: string): string {
  const words = text.recordsPage
  switch (spread) {
    case 'kind':
      return words.kinds[value] ?? value
    case 'verdict':
      return words.verdicts[value] ?? value
    case 'language':
      return languageName(value)
    case 'length':
      return words.from(Number(value).toLocaleString(text.language))
    case 'contributor':
      return value === 'others' ? words.others : shortHex(value)
    case 'income': {
      const { head, tail } = formatOpen(value)
      return value === '0' ? words.nothingEarned : words.from(`${head}${tail}`)
    }
  }
}

/** What pressing a bar does: it filters by it, and pressed again no more. */
function toggle(
  spread: Spread,
  { value }: Histograms['kind'][number],
  search: RecordsSearch,
  onSearch: (search: RecordsSearch) => void,
): { readonly pressed?: boolean; readonly onPress?: () => void } {
  const { after: _after, ...rest } = search
  const least = Number(value)
  const filter: RecordsSearch | undefined =
    spread === 'kind' && (value === 'qa' || value === 'document')
      ? { kind: value }
      : spread === 'verdict' && (value === 'accept' || value === 'mark' || value === 'refuse')
        ? { verdict: value }
        : spread === 'language' && value !== 'unknown'
          ? { language: value }
          : spread === 'contributor' && value !== 'others'
            ? { contributor: value }
            : spread === 'length'
              ? { min: least, max: least === 0 ? 0 : 2 * least - 1 }
              : undefined
  if (filter === undefined) return {}
  const pressed = Object.entries(filter).every(([name, wanted]) => search[name as keyof RecordsSearch] === wanted)
  const without = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in filter)))
  return { pressed, onPress: () => onSearch(pressed ? without : { ...rest, ...filter }) }
}
