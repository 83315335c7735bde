import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { useJobs } from '../../contribute/useJobs.ts'
import { DatanetLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { BringFiles } from './BringFiles.tsx'
import { JobList } from './JobList.tsx'
import '../../styles/contribute.css'

/** Contribute files to a Datanet: read here, signed, uploaded, checked. */
export function ContributePage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/contribute' })
  const datanet = useQuery(queries.datanet(datanetId))
  const words = text.contribute
  const slug = datanet.data?.slug
  return (
    <Page kind={words.kind} title={slug === undefined ? words.title : words.to(slug)} lead={words.lead}>
      <Loaded query={datanet} lines={6}>
        {(data) => (
          <>
            <p className="note">
              <DatanetLink datanetId={data.datanetId} slug={data.slug} />
            </p>
            <NeedsAccount toDo={words.toDo}>
              {(actor) => <Contributing datanetId={data.datanetId} actor={actor} />}
            </NeedsAccount>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Contributing({ datanetId, actor }: { readonly datanetId: string; readonly actor: Actor }) {
  const session = useSignedIn() ?? ''
  const jobs = useJobs(datanetId, actor, session)
  return (
    <>
      <BringFiles datanetId={datanetId} account={actor.account} />
      <JobList {...jobs} />
    </>
  )
}
