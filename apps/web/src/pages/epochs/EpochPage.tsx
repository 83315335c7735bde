import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { queries } from '../../api/queries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Balance } from '../../parts/Balance.tsx'
import { Facts, Figures } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Page, Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { VerifyPanel } from '../../verify/VerifyPanel.tsx'
import { CallList } from '../calls/CallList.tsx'
import { Challenges } from './Challenges.tsx'
import { EpochFlow } from './EpochFlow.tsx'
import { EpochStates } from './EpochStates.tsx'
import { EpochStatus } from './EpochStatus.tsx'
import '../../styles/explore.css'
import { EpochTrees } from './EpochTrees.tsx'

/** Calls a page. */
const PAGE = 25

/** One epoch: its books, its trees, its calls, and its verification in the browser. */
export function EpochPage() {
  const { number: parameter } = useParams({ from: '/epochs/$number' })
  const number = Number(parameter)
  const epoch = useQuery(queries.epoch(number))
  const words = text.epoch
  return (
    <Page kind={words.kind} title={words.title(number)}>
      <Loaded query={epoch} lines={8}>
        {({ status, totals, postedAt, finalizesAt, epochHash, dataCommitment }) => (
          <>
            <Figures
              figures={[
                { name: text.epochs.status, value: <EpochStatus status={status} /> },
                ...(totals === null ? [] : [{ name: text.epochs.calls, value: String(totals.calls) }]),
                ...(postedAt === null
                  ? []
                  : [{ name: words.posted, value: <time className="time">{formatTime(postedAt)}</time> }]),
                ...(finalizesAt === null
                  ? []
                  : [{ name: words.finalizes, value: <time className="time">{formatTime(finalizesAt)}</time> }]),
              ]}
            />
            <EpochStates status={status} />
            {totals === null ? null : (
              <Section title={words.books}>
                <Balance {...totals} feesOf={words.fees} />
              </Section>
            )}
            {status === 'posted' || status === 'final' ? <EpochFlow number={number} /> : null}
            <VerifyPanel key={number} number={number} posted={status === 'posted' || status === 'final'} />
            <Section title={words.trees} lead={words.treesLead}>
              {dataCommitment === null ? (
                <Empty title={words.notPublished} />
              ) : (
                <>
                  <EpochTrees dataCommitment={dataCommitment} />
                  <Facts
                    facts={[
                      [words.data, <WholeHex key="data" value={dataCommitment} what={words.data} />],
                      [
                        words.hash,
                        epochHash === null ? undefined : <WholeHex key="hash" value={epochHash} what={words.hash} />,
                      ],
                    ]}
                  />
                </>
              )}
            </Section>
            {postedAt === null ? null : <Challenges number={number} />}
            <Section title={words.calls}>
              <CallList key={number} filter={{ epoch: number }} size={PAGE} none={text.callFilters.none} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}
