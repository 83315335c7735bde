import type { Contribution } from '@openledger/core/api/contributions.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { checkQueries } from '../../api/checkQueries.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Facts } from '../../parts/Facts.tsx'
import { AccountLink, DatanetLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { FoundList } from './FoundList.tsx'
import { Redact } from './Redact.tsx'
import '../../styles/checks.css'

/** What the checks found in a contribution: for its contributor, who may redact, and for the Datanet's owner. */
export function FindingsPage() {
  const { contributionId } = useParams({ from: '/contributions/$contributionId' })
  const contribution = useQuery(checkQueries.contribution(contributionId))
  const words = text.findingsPage
  return (
    <Page kind={words.kind} title={words.title(shortHex(contributionId))} lead={words.lead}>
      <Loaded query={contribution} lines={6}>
        {(data) => (
          <>
            <About contribution={data} />
            <NeedsAccount toDo={words.toDo}>{(actor) => <Findings contribution={data} actor={actor} />}</NeedsAccount>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function About({ contribution }: { readonly contribution: Contribution }) {
  const { datanetId, contributor, status } = contribution
  const { data } = useQuery(queries.datanet(datanetId))
  const words = text.findingsPage
  return (
    <Facts
      facts={[
        [words.datanet, <DatanetLink key="datanet" datanetId={datanetId} slug={data?.slug} />],
        [words.contributor, <AccountLink key="contributor" address={contributor} />],
        [words.status, words.statuses[status]],
      ]}
    />
  )
}

function Findings({ contribution, actor }: { readonly contribution: Contribution; readonly actor: Actor }) {
  const { contributionId, contributor } = contribution
  const key = useSignedIn() ?? ''
  const findings = useQuery(checkQueries.findings(contributionId, key))
  const isOwn = actor.account === contributor
  return (
    <Loaded query={findings} lines={8}>
      {({ records }) => (
        <>
          {isOwn ? <Redact contribution={contribution} records={records} actor={actor} session={key} /> : null}
          <FoundList records={records} isOwn={isOwn} />
        </>
      )}
    </Loaded>
  )
}
