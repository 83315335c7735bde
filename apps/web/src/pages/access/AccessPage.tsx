import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useSession } from '../../account/useSession.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { DatanetTabs } from '../../parts/DatanetTabs.tsx'
import { Page } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { AskForAccess } from './AskForAccess.tsx'
import { ReadLog } from './ReadLog.tsx'
import { Requests } from './Requests.tsx'
import { Visibility } from './Visibility.tsx'

/** Who may read and use a Datanet: for its owner to decide, for developers to ask. */
export function AccessPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/access' })
  const datanet = useQuery(queries.datanet(datanetId))
  const key = useSignedIn()
  const session = useSession()
  const words = text.accessPage
  return (
    <Page kind={words.kind} title={datanet.data?.slug ?? words.title} lead={words.lead}>
      <DatanetTabs datanetId={datanetId} />
      <Loaded query={datanet} lines={6}>
        {({ owner }) => {
          const isOwner = session?.account === owner
          return (
            <>
              <Visibility datanetId={datanetId} isOwner={isOwner} />
              {isOwner && key !== undefined ? (
                <>
                  <Requests datanetId={datanetId} session={key} />
                  <ReadLog datanetId={datanetId} session={key} />
                </>
              ) : (
                <AskForAccess datanetId={datanetId} />
              )}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
