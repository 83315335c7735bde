import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import type { RecordFindings } from '@openledger/core/api/checks.ts'
import type { Contribution } from '@openledger/core/api/contributions.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { queries } from '../../api/queries.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** For the contributor: the records with personal data again without it, and those as they were withdrawn. */
export function Redact(props: {
  readonly contribution: Contribution
  readonly records: readonly RecordFindings[]
  readonly actor: Actor
  readonly session: string
}) {
  const { contribution, records, actor, session } = props
  const { data: info } = useQuery(queries.info())
  const { busy, error, run } = useAction()
  const [withdraws, setWithdraws] = useState(true)
  const [brought, setBrought] = useState<Contribution>()
  const [done, setDone] = useState(false)
  const words = text.findingsPage
  const offered = records.filter(({ redacted }) => redacted !== null)
  if (info === undefined || (offered.length === 0 && !done)) return null
  const redact = () =>
    run(async () => {
      const { contributeRedacted } = await import('@openledger/sdk/contributeRedacted.ts')
      const { createOpenLedger } = await import('@openledger/sdk/createOpenLedger.ts')
      const { browserContributionStore } = await import('../../contribute/jobStore.ts')
      const { contributionId, datanetId } = contribution
      const ledger = await createOpenLedger({ gatewayUrl: window.location.origin, session })
      const account = { address: actor.account, signTypedData: actor.signTypedData }
      const { contribution: redacted, replaced } = await contributeRedacted(
        ledger,
        { contributionId, account, store: browserContributionStore },
        { timeoutMs: 600_000 },
      )
      setBrought(redacted)
      // Only now: what was withdrawn first could be lost on the way.
      if (withdraws) await actor.send(revokeRecordsCall(info.addresses, datanetId, replaced), words.withdrawWhat)
      setDone(true)
    })
  if (done && brought !== undefined) {
    const taken = brought.records.filter(({ verdict }) => verdict === 'accept' || verdict === 'mark').length
    return (
      <Section title={words.done}>
        <p role="status">
          {words.doneBody(taken, brought.count)}{' '}
          <Link to="/contributions/$contributionId" params={{ contributionId: brought.contributionId }}>
            {words.seeNew}
          </Link>
        </p>
      </Section>
    )
  }
  return (
    <Section title={words.redact} lead={words.redactLead(offered.length)}>
      <label className="check-line">
        <input
          type="checkbox"
          checked={withdraws}
          disabled={busy}
          onChange={({ target }) => setWithdraws(target.checked)}
        />
        <span>{words.withdrawToo}</span>
      </label>
      <p className="actions">
        <button type="button" className="button" disabled={busy} onClick={() => void redact()}>
          {busy ? (brought === undefined ? words.redacting : words.withdrawing) : words.redactDo(offered.length)}
        </button>
      </p>
      {error === undefined ? null : <Failure error={error} />}
    </Section>
  )
}
