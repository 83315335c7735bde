import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { SessionFacts } from '../../account/SessionFacts.tsx'
import { useClient } from '../../account/useClient.ts'
import { useSession } from '../../account/useSession.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { Page, Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { ApiKeys } from './ApiKeys.tsx'
import { KeptKey } from './KeptKey.tsx'
import { Look } from './Look.tsx'
import { Passkeys } from './Passkeys.tsx'
import { Sessions } from './Sessions.tsx'

/** The account's sessions, passkeys, key and API keys; how the pages look. */
export function SettingsPage() {
  const words = text.settings
  return (
    <Page title={words.title} lead={words.lead}>
      <Look />
      <Section title={words.account}>
        <NeedsAccount toDo={words.toDo}>
          <Account />
        </NeedsAccount>
      </Section>
    </Page>
  )
}

function Account() {
  const token = useSignedIn()
  const session = useSession()
  const client = useClient()
  if (session === undefined || token === undefined || client === undefined) return null
  return (
    <>
      <SessionFacts session={session} />
      <Sessions token={token} />
      {session.keyKept ? (
        <>
          <Passkeys client={client} />
          <KeptKey client={client} />
        </>
      ) : (
        <p className="note">{text.settings.wallet}</p>
      )}
      <ApiKeys token={token} />
    </>
  )
}
