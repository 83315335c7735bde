import { claimCall } from '@openledger/chain/calls/claimVaultCalls.ts'
import { type Account, createClaim } from '@openledger/core/api/accounts.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SendState } from '../../account/SendState.tsx'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { accountQueries } from '../../api/accountQueries.ts'
import { ask } from '../../api/ask.ts'
import { formatOpen } from '../../format/formatOpen.ts'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/**
 * Claims what final epochs owe the account: by its own transaction, or by the operator's. Whoever sends it, the contract
 * pays the account, and never twice: what is paid is the sum so far less what was paid before.
 */
export function Claim(props: { readonly actor: Actor; readonly account: Account; readonly onClaimed: () => void }) {
  const { actor, account, onClaimed } = props
  const [hash, setHash] = useState<string>()
  const { busy, error, run } = useAction()
  const client = useQueryClient()
  const words = text.earnings
  const { claim } = account
  const due = BigInt(account.available) - BigInt(account.claimed)
  const claiming = (work: () => Promise<string | null>) =>
    run(async () => {
      setHash(undefined)
      setHash((await work()) ?? undefined)
      onClaimed()
      await client.invalidateQueries({ queryKey: accountQueries.balance(account.account).queryKey })
    })
  const own = async () => {
    if (claim === null) return null
    const { cumulative, proof, vault } = claim
    return actor.send(
      claimCall(vault, { account: account.account, cumulative: BigInt(cumulative), proof }),
      words.claiming,
    )
  }
  const byOperator = async () => (await ask(createClaim, { body: { account: account.account } })).transactionHash
  const { sign, head, tail } = formatOpen(due)
  return (
    <Section title={words.claim} lead={due === 0n ? words.nothingDue : words.claimLead[actor.kind]}>
      {due === 0n && !busy ? null : (
        <p className="actions">
          <button
            type="button"
            className="button"
            disabled={busy}
            data-wei={due.toString()}
            onClick={() => void claiming(own)}
          >
            {words.claimThis(`${sign}${head}${tail}`)}
          </button>
          {actor.kind === 'wallet' ? (
            <button type="button" className="button-quiet" disabled={busy} onClick={() => void claiming(byOperator)}>
              {words.byOperator}
            </button>
          ) : null}
        </p>
      )}
      <SendState sending={{ kind: actor.kind, busy, error, hash }} />
    </Section>
  )
}
