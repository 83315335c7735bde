import { requestAccessCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { describeRequest } from '@openledger/core/api/access.ts'
import { useQuery } from '@tanstack/react-query'
import type { SyntheticEvent } from 'react'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { EntryFacts } from './EntryFacts.tsx'

/** For developers: asks the owner, on chain, with words beside it; shows how the request stands. */
export function AskForAccess({ datanetId }: { readonly datanetId: string }) {
  const words = text.accessPage
  return (
    <Section title={words.request} lead={words.requestLead}>
      <NeedsAccount toDo={words.toDo}>{(actor) => <AccessForm datanetId={datanetId} actor={actor} />}</NeedsAccount>
    </Section>
  )
}

/** How an account's request stands, and the form for another where there is none. */
export function AccessForm({ datanetId, actor }: { readonly datanetId: string; readonly actor: Actor }) {
  const key = useSignedIn() ?? ''
  const info = useQuery(queries.info())
  const access = useQuery(versionQueries.access(datanetId, key))
  const { busy, error, run } = useAction()
  const words = text.accessPage
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = String(new FormData(event.currentTarget).get('words') ?? '')
    void run(async () => {
      const { addresses } = info.data ?? (await info.refetch({ throwOnError: true })).data ?? {}
      if (addresses === undefined) return
      const { termsHash } = await ask(describeRequest, { params: { datanetId }, body: { words: said }, key })
      const before = access.data?.data[0]?.requested?.blockNumber
      await actor.send(requestAccessCall(addresses, datanetId as `0x${string}`, termsHash), words.sendWhat)
      // The gateway knows of it a block later.
      for (;;) {
        const { data } = await access.refetch({ throwOnError: true })
        if (data?.data[0]?.requested != null && data.data[0].requested.blockNumber !== before) return
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    })
  }
  return (
    <Loaded query={access} lines={3}>
      {({ data: [mine] }) => (
        <>
          {mine === undefined ? null : (
            <>
              <h3>{words.mine}</h3>
              <EntryFacts entry={mine} />
            </>
          )}
          {mine?.state === 'granted' || mine?.state === 'asked' ? null : (
            <form className="form" onSubmit={submit}>
              <label>
                <span>{words.words}</span>
                <textarea name="words" rows={4} required maxLength={2_000} />
              </label>
              <p className="actions">
                <button type="submit" className="button" disabled={busy}>
                  {busy ? words.sending : words.send}
                </button>
              </p>
            </form>
          )}
          {error === undefined ? null : <Failure error={error} />}
        </>
      )}
    </Loaded>
  )
}
