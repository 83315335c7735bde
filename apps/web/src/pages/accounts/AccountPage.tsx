import type { Account } from '@openledger/core/api/accounts.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { queries } from '../../api/queries.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { EpochLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { AccountFlow } from './AccountFlow.tsx'
import { CreditTable } from './CreditTable.tsx'
import { Profile } from './Profile.tsx'
import '../../styles/explore.css'

/** One account: what it has earned, can claim and has claimed, and with what. */
export function AccountPage() {
  const { address } = useParams({ from: '/accounts/$address' })
  const account = useQuery(queries.account(address))
  const profile = useQuery(explorerQueries.profile(address))
  const words = text.account
  return (
    <Page
      kind={words.kind}
      title={`${words.kind} ${shortHex(address)}`}
      heading={<WholeHex value={address} what={words.kind} />}
    >
      <Loaded query={account} lines={8}>
        {(data) => (
          <>
            <Standing account={data} />
            <AccountFlow address={address} />
            <Loaded query={profile} lines={4}>
              {(known) => <Profile profile={known} />}
            </Loaded>
            <Section title={words.credits} lead={words.creditsLead}>
              <CreditTable credits={data.credits} />
            </Section>
            {data.claim === null ? null : (
              <Section title={words.claim} lead={words.claimLead}>
                <Facts
                  facts={[
                    [words.epoch, <EpochLink key="epoch" number={data.claim.epoch} />],
                    [
                      words.cumulative,
                      <span key="cumulative" className="hex" data-wei={data.claim.cumulative}>
                        {data.claim.cumulative}
                      </span>,
                    ],
                    [
                      words.proof,
                      data.claim.proof.length === 0 ? (
                        words.proofEmpty
                      ) : (
                        <WholeHex key="proof" value={data.claim.proof.join('\n')} what={words.proof}>
                          <span className="hex lines">{data.claim.proof.join('\n')}</span>
                        </WholeHex>
                      ),
                    ],
                  ]}
                />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Standing({ account: { pending, available, claimed } }: { readonly account: Account }) {
  const words = text.account
  const unclaimed = BigInt(available) - BigInt(claimed)
  return (
    <Figures
      figures={[
        { name: words.pending, value: <Amount wei={pending} unit />, note: words.pendingHint },
        { name: words.available, value: <Amount wei={available} unit />, note: words.availableHint },
        { name: words.claimed, value: <Amount wei={claimed} unit />, note: words.claimedHint },
        { name: words.unclaimed, value: <Amount wei={unclaimed} unit />, note: words.unclaimedHint },
      ]}
    />
  )
}
