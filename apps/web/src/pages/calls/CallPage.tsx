import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { useSessionKey } from '../../api/sessionKey.ts'
import { formatTime } from '../../format/formatTime.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Figures } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { CalledLink, EpochLink } from '../../parts/links.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { CallStatus } from './CallTable.tsx'
import { Provenance } from './Provenance.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'
import { Words } from './Words.tsx'

/** One call: whose records made the answer, what each of them earned, and the receipt that binds it. */
export function CallPage() {
  const { callId } = useParams({ from: '/calls/$callId' })
  const key = useSessionKey()
  const call = useQuery(queries.call(callId, key))
  const words = text.call
  return (
    <Page
      kind={words.kind}
      title={`${words.kind} ${shortHex(callId)}`}
      heading={<WholeHex value={callId} what={words.kind} />}
    >
      <Loaded query={call} lines={10}>
        {(data) => (
          <>
            <Figures
              figures={[
                { name: text.calls.model, value: <CalledLink name={data.model} /> },
                { name: text.calls.status, value: <CallStatus status={data.status} /> },
                ...(data.receipt === null
                  ? []
                  : [
                      {
                        name: words.fee,
                        value: <Amount wei={data.receipt.fee} unit />,
                        note: words.tokensOf(
                          text.count.tokens(data.receipt.inputTokens),
                          String(data.receipt.outputTokens),
                        ),
                      },
                    ]),
                { name: text.calls.time, value: <time className="time">{formatTime(data.startedAt)}</time> },
                {
                  name: text.calls.epoch,
                  value:
                    data.epoch === null ? words.inNoEpoch : <EpochLink number={data.epoch} name={String(data.epoch)} />,
                },
              ]}
            />
            <Words call={data} withAnswer={(data.attribution?.entries.length ?? 0) === 0} />
            <Provenance call={data} />
            {data.receipt === null ? null : (
              <Section title={words.receipt} lead={words.receiptLead}>
                <ReceiptFacts receipt={data.receipt} signature={data.signature} />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}
