import { useQuery } from '@tanstack/react-query'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import type { Actor } from '../../account/useActor.ts'
import { accountQueries } from '../../api/accountQueries.ts'
import { queries } from '../../api/queries.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Figures } from '../../parts/Facts.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { CreditTable } from '../accounts/CreditTable.tsx'
import { Claim } from './Claim.tsx'
import { Sums } from './Sums.tsx'

/** What the account has earned: pending, to claim, claimed; by epoch, model, Datanet and record, as CSV too. */
export function EarningsPage() {
  const words = text.earnings
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>{(actor) => <Earnings actor={actor} />}</NeedsAccount>
    </Page>
  )
}

function Earnings({ actor }: { readonly actor: Actor }) {
  const account = useQuery(queries.account(actor.account))
  const earnings = useQuery(accountQueries.earnings(actor.account))
  const words = text.earnings
  return (
    <Loaded query={account} lines={6}>
      {(data) => (
        <>
          <Figures
            figures={[
              {
                name: words.pending,
                value: <Amount wei={data.pending} unit />,
                note: words.pendingHint(data.waitingCalls),
              },
              {
                name: words.toClaim,
                value: <Amount wei={BigInt(data.available) - BigInt(data.claimed)} unit />,
                note: words.toClaimHint,
              },
              { name: words.claimed, value: <Amount wei={data.claimed} unit />, note: words.claimedHint },
            ]}
          />
          <Claim actor={actor} account={data} onClaimed={() => void account.refetch()} />
          <Loaded query={earnings}>{(sums) => <Sums earnings={sums} />}</Loaded>
          <Section title={words.records} lead={words.recordsLead}>
            <CreditTable credits={data.credits} />
          </Section>
        </>
      )}
    </Loaded>
  )
}
