import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { DatanetTabs } from '../../parts/DatanetTabs.tsx'
import { Page } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Filters } from './Filters.tsx'
import { RecordList } from './RecordList.tsx'
import type { RecordsSearch } from './recordsSearch.ts'
import { Spreads } from './Spreads.tsx'

/** The records of a version: filtered, searched, a hundred a page. */
export function RecordsPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/records' })
  const datanet = useQuery(queries.datanet(datanetId))
  const words = text.recordsPage
  return (
    <Page kind={words.kind} title={datanet.data?.slug ?? words.title} lead={words.lead}>
      <DatanetTabs datanetId={datanetId} />
      <Loaded query={datanet} lines={8}>
        {(known) =>
          known.versions.length === 0 ? (
            <Empty title={text.versionsPage.none}>{text.versionsPage.noneBody}</Empty>
          ) : (
            <Viewer datanet={known} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Viewer({ datanet }: { readonly datanet: Datanet }) {
  const { datanetId, versions } = datanet
  const search = useSearch({ from: '/datanets/$datanetId/records' })
  const navigate = useNavigate()
  const key = useSignedIn()
  const reading = useQuery(versionQueries.reading(datanetId, key))
  const newest = versions.at(-1)?.number ?? 1
  const number = versions.some((one) => one.number === search.version) ? (search.version ?? newest) : newest
  const go = (next: RecordsSearch) =>
    void navigate({ to: '/datanets/$datanetId/records', params: { datanetId }, search: next, resetScroll: false })
  return (
    <Loaded query={reading} lines={8}>
      {(right) => (
        <>
          <Filters
            key={JSON.stringify(search)}
            search={{ ...search, version: number }}
            versions={versions.map((version) => version.number).toReversed()}
            reading={right}
            onSearch={go}
          />
          <RecordList datanetId={datanetId} number={number} search={search} reading={right} onSearch={go} />
          <Spreads datanetId={datanetId} number={number} search={search} onSearch={go} />
        </>
      )}
    </Loaded>
  )
}
