import type { Datanet } from '@openledger/core/api/datanets.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { datanetTextsQuery } from '../../api/datanetTextsQuery.ts'
import { queries } from '../../api/queries.ts'
import { WholeHex } from '../../parts/Hex.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { CuratorForm } from './CuratorForm.tsx'
import { LicenceForm } from './LicenceForm.tsx'
import { LimitForm } from './LimitForm.tsx'

/** What a Datanet's owner does: invite, limit, license, name curators. */
export function OwnerPage() {
  const { datanetId } = useParams({ from: '/datanets/$datanetId/owner' })
  const datanet = useQuery(queries.datanet(datanetId))
  const words = text.owner
  return (
    <Page kind={words.kind} title={words.title(datanet.data?.slug ?? '…')}>
      <NeedsAccount toDo={words.toDo}>
        {(actor) => <Loaded query={datanet}>{(data) => <Run actor={actor} datanet={data} />}</Loaded>}
      </NeedsAccount>
    </Page>
  )
}

function Run({ actor, datanet }: { readonly actor: Actor; readonly datanet: Datanet }) {
  const { datanetId, owner } = datanet
  const texts = useQuery(datanetTextsQuery(datanetId))
  const words = text.owner
  if (owner !== actor.account) return <Empty title={words.notYours}>{words.notYoursBody}</Empty>
  const link = `${window.location.origin}/datanets/${datanetId}/contribute`
  return (
    <>
      <p className="actions">
        <Link to="/datanets/$datanetId" params={{ datanetId }} className="button-quiet">
          {words.open}
        </Link>
        <Link to="/datanets/$datanetId/checks" params={{ datanetId }} className="button-quiet">
          {words.checks}
        </Link>
      </p>
      <Section title={words.invite} lead={words.inviteLead}>
        <WholeHex value={link} what={words.inviteLink} />
      </Section>
      <Loaded query={texts}>
        {(said) => (
          <>
            <Section title={words.about}>
              {said.description === null ? (
                <Empty title={words.aboutNone} />
              ) : (
                <>
                  <h3>{said.description.title}</h3>
                  <p className="pre">{said.description.text}</p>
                </>
              )}
            </Section>
            <LimitForm actor={actor} texts={said} onDone={() => void texts.refetch()} />
            <LicenceForm actor={actor} texts={said} onDone={() => void texts.refetch()} />
          </>
        )}
      </Loaded>
      <CuratorForm actor={actor} datanet={datanet} />
    </>
  )
}
