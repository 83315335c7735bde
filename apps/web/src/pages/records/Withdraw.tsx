import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { type ApiRecord, getRecord } from '@openledger/core/api/versions.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { useActor } from '../../account/useActor.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** For its author: takes the record out of new versions and erases what it says, after being asked twice. */
export function Withdraw({ record }: { readonly record: ApiRecord }) {
  const { commitment, datanetId, contributor } = record
  const actor = useActor()
  const info = useQuery(queries.info())
  const client = useQueryClient()
  const { busy, error, run } = useAction()
  const [asked, setAsked] = useState(false)
  const words = text.recordPage
  if (record.withdrawn !== null || info.data === undefined || actor?.account !== contributor) return null
  const { addresses } = info.data
  const withdraw = () =>
    run(async () => {
      await actor.send(revokeRecordsCall(addresses, datanetId, [commitment]), words.withdrawWhat)
      // The gateway erases when it has seen the block.
      while ((await ask(getRecord, { params: { commitment } })).withdrawn === null)
        await new Promise((resolve) => setTimeout(resolve, 500))
      await client.invalidateQueries({ queryKey: ['record', commitment] })
    })
  return (
    <Section title={words.withdraw} lead={words.withdrawLead}>
      <p className="actions">
        {asked ? (
          <>
            <button type="button" className="button" disabled={busy} onClick={() => void withdraw()}>
              {busy ? words.withdrawing : words.withdrawSure}
            </button>
            <button type="button" className="button-quiet" disabled={busy} onClick={() => setAsked(false)}>
              {words.keep}
            </button>
          </>
        ) : (
          <button type="button" className="button-quiet" onClick={() => setAsked(true)}>
            {words.withdraw}
          </button>
        )}
      </p>
      {error === undefined ? null : <Failure error={error} />}
    </Section>
  )
}
