import type { Caller } from '@openledger/sdk/callRoute.ts'
import { exportAccountKey } from '@openledger/sdk/passkeys.ts'
import { useState } from 'react'
import { browserAuthenticator } from '../../account/browserAuthenticator.ts'
import { useAction } from '../../account/useAction.ts'
import { WholeHex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** What it means that the gateway keeps the key, and the way to have it. It is shown here and kept nowhere. */
export function KeptKey({ client }: { readonly client: { readonly caller: Caller } }) {
  const { busy, error, run } = useAction()
  const [privateKey, setPrivateKey] = useState<string>()
  const words = text.signIn
  return (
    <Section title={words.key} lead={words.keyLead}>
      {error === undefined ? null : <Failure error={error} />}
      {privateKey === undefined ? (
        <p className="actions">
          <button
            type="button"
            className="button-quiet"
            disabled={busy}
            onClick={() => void run(async () => setPrivateKey(await exportAccountKey(client, browserAuthenticator)))}
          >
            {words.exportKey}
          </button>
        </p>
      ) : (
        <>
          <p className="note">{words.keyWarning}</p>
          <WholeHex value={privateKey} what={words.key} />
          <p className="actions">
            <button type="button" className="button-quiet" onClick={() => setPrivateKey(undefined)}>
              {words.hideKey}
            </button>
          </p>
        </>
      )}
    </Section>
  )
}
