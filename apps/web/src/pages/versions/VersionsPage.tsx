import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { DatanetTabs } from '../../parts/DatanetTabs.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Changelog } from './Changelog.tsx'
import { Changes } from './Changes.tsx'
import { PublishNext } from './PublishNext.tsx'
import { VersionCard } from './VersionCard.tsx'

/** A Datanet's versions: what each changed, its card, its files. */
export function VersionsPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/versions' })
  const datanet = useQuery(queries.datanet(datanetId))
  const changelog = useQuery(versionQueries.changelog(datanetId))
  const [chosen, setChosen] = useState<number>()
  const words = text.versionsPage
  return (
    <Page kind={words.kind} title={datanet.data?.slug ?? words.title} lead={words.lead}>
      <DatanetTabs datanetId={datanetId} />
      <PublishNext datanetId={datanetId} owner={datanet.data?.owner} />
      <Loaded query={changelog} lines={6}>
        {({ data }) => {
          const open = data.find(({ number }) => number === chosen) ?? data[0]
          if (open === undefined) return <Empty title={words.none}>{words.noneBody}</Empty>
          return (
            <>
              <Section title={words.changelog}>
                <Changelog entries={data} open={open.number} onOpen={setChosen} />
              </Section>
              <VersionCard datanetId={datanetId} version={open} />
              <Changes key={open.root} datanetId={datanetId} number={open.number} />
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
