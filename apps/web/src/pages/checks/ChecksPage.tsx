import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useSession } from '../../account/useSession.ts'
import { checkQueries } from '../../api/checkQueries.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { DatanetTabs } from '../../parts/DatanetTabs.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Came } from './Came.tsx'
import { CheckFacts } from './CheckFacts.tsx'
import { CheckForm } from './CheckForm.tsx'
import { Progress } from './Progress.tsx'
import '../../styles/checks.css'

/** What a Datanet's checks ask of records, for its owner to set; and what came of records, for whom it concerns. */
export function ChecksPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/checks' })
  const datanet = useQuery(queries.datanet(datanetId))
  const words = text.checksPage
  return (
    <Page kind={words.kind} title={datanet.data?.slug ?? words.title} lead={words.lead}>
      <DatanetTabs datanetId={datanetId} />
      <Loaded query={datanet} lines={6}>
        {(data) => <OfDatanet datanet={data} />}
      </Loaded>
    </Page>
  )
}

function OfDatanet({ datanet: { datanetId, owner } }: { readonly datanet: Datanet }) {
  const settings = useQuery(checkQueries.settings(datanetId))
  const session = useSession()
  const key = useSignedIn()
  const isOwner = session?.account === owner
  const words = text.checksPage
  return (
    <>
      <Section title={words.asks}>
        <Loaded query={settings} lines={6}>
          {(data) => (
            <>
              <Progress recheck={data.recheck} />
              {isOwner && key !== undefined ? (
                <CheckForm datanetId={datanetId} session={key} settings={data} />
              ) : (
                <CheckFacts settings={data} />
              )}
              <p className="note">{words.always}</p>
            </>
          )}
        </Loaded>
      </Section>
      <Section title={isOwner ? words.came : words.own} lead={isOwner ? words.cameLead : words.ownLead}>
        <NeedsAccount toDo={words.toDo}>
          {key === undefined ? null : <Came datanetId={datanetId} session={key} isOwner={isOwner} />}
        </NeedsAccount>
      </Section>
    </>
  )
}
