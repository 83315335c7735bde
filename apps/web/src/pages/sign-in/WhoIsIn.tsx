import type { Session } from '@openledger/core/api/sessions.ts'
import { Link } from '@tanstack/react-router'
import { SessionFacts } from '../../account/SessionFacts.tsx'
import { text } from '../../text/text.ts'

/** Who is signed in, how and until when; the way out, and where to go on. */
export function WhoIsIn({ session }: { readonly session: Session }) {
  const words = text.signIn
  return (
    <>
      <SessionFacts session={session} />
      <p className="actions next">
        <Link to="/datanets/new" className="button-quiet">
          {text.newDatanet.title}
        </Link>
        <Link to="/datanets" className="button-quiet">
          {words.findDatanet}
        </Link>
        <Link to="/settings" className="button-quiet">
          {words.toSettings}
        </Link>
      </p>
    </>
  )
}
