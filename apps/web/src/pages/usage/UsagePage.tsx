import { getUsageStatement, type Usage } from '@openledger/core/api/usage.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { NeedsAccount } from '../../account/NeedsAccount.tsx'
import { useAction } from '../../account/useAction.ts'
import { send } from '../../api/ask.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { usageQuery } from '../../api/usageQueries.ts'
import { saveResponse } from '../../format/saveResponse.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Figures } from '../../parts/Facts.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import '../../styles/explore.css'
import { ChannelBooks } from './ChannelBooks.tsx'
import { Period } from './Period.tsx'
import { UsageTables } from './UsageTables.tsx'

/** What the account's keys called and what it cost; each channel with its books beside each other. */
export function UsagePage() {
  const words = text.usage
  const token = useSignedIn()
  return (
    <Page title={words.title} lead={words.lead}>
      <NeedsAccount toDo={words.toDo}>{token === undefined ? null : <Own token={token} />}</NeedsAccount>
    </Page>
  )
}

function Own({ token }: { readonly token: string }) {
  const days = useSearch({ from: '/usage' })
  const navigate = useNavigate()
  const usage = useQuery(usageQuery(token, days))
  const { busy, error, run } = useAction()
  const words = text.usage
  const save = async () => saveResponse(await send(getUsageStatement, { query: days, key: token }))
  return (
    <>
      <Period days={days} onDays={(search) => void navigate({ to: '/usage', search, resetScroll: false })} />
      {error === undefined ? null : <Failure error={error} />}
      <Loaded query={usage} lines={8}>
        {(data) => (
          <>
            <Sums usage={data} />
            <p className="actions">
              <button type="button" className="button-quiet" disabled={busy} onClick={() => void run(save)}>
                {words.statement}
              </button>
              <span className="note">{words.statementLead}</span>
            </p>
            {data.total.calls === 0 ? <Empty title={words.none}>{words.noneBody}</Empty> : <UsageTables usage={data} />}
            <Section title={words.channels} lead={words.channelsLead}>
              {data.channels.length === 0 ? (
                <Empty title={words.noChannels}>{words.noChannelsBody}</Empty>
              ) : (
                data.channels.map((channel) => <ChannelBooks key={channel.channelId} channel={channel} />)
              )}
            </Section>
          </>
        )}
      </Loaded>
    </>
  )
}

function Sums({ usage: { total, open, statuses } }: { readonly usage: Usage }) {
  const words = text.usage
  const number = (count: number) => count.toLocaleString(text.language)
  return (
    <Figures
      figures={[
        { name: words.fees, value: <Amount wei={total.fees} unit />, note: words.feesHint(total.charged) },
        { name: words.calls, value: number(total.calls), note: words.callsHint(total.calls - total.charged, open) },
        {
          name: words.tokens,
          value: words.tokensOf(total.inputTokens, total.outputTokens),
          note: words.tokensHint,
        },
        { name: words.released, value: <Amount wei={total.released} unit />, note: words.releasedHint },
        {
          name: words.ended,
          value: (
            <span className="time">
              {words.endedOf(number(statuses.settled), number(statuses.cancelled), number(statuses.failed))}
            </span>
          ),
        },
      ]}
    />
  )
}
