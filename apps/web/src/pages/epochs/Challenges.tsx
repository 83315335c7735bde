import type { EpochChallenges } from '@openledger/core/api/challenges.ts'
import { useQuery } from '@tanstack/react-query'
import { explorerQueries } from '../../api/explorerQueries.ts'
import { formatTime } from '../../format/formatTime.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Hex } from '../../parts/Hex.tsx'
import { AccountLink, CallLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'

/** What others did about an epoch: demands, committees, proven faults, lost bonds. */
export function Challenges({ number }: { readonly number: number }) {
  const words = text.challenges
  const challenges = useQuery(explorerQueries.challenges(number))
  return (
    <Section title={words.title} lead={words.lead}>
      <Loaded query={challenges} lines={3}>
        {(data) => (
          <>
            <Facts
              facts={[
                [words.standing, words.standings[data.standing]],
                [words.posts, data.posts === 0 ? undefined : words.times(data.posts)],
                [words.poster, data.poster === null ? undefined : <AccountLink key="poster" address={data.poster} />],
              ]}
            />
            {data.demands.length + data.committee.length + data.voided.length === 0 ? (
              <Empty title={words.nothing}>{words.nothingBody}</Empty>
            ) : (
              <Done challenges={data} />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Done({ challenges }: { readonly challenges: EpochChallenges }) {
  const words = text.challenges
  const { demands, committee, voided, slashed } = challenges
  const now_s = Date.now() / 1_000
  return (
    <>
      {demands.length === 0 ? null : (
        <Table
          label={words.demands}
          rows={demands}
          rowKey={({ tree, chunk, post }) => `${post} ${tree} ${chunk}`}
          columns={[
            { name: words.piece, head: true, cell: ({ tree, chunk }) => words.pieceOf(tree, chunk) },
            { name: words.demander, cell: ({ demander }) => <AccountLink address={demander} /> },
            { name: words.deadline, cell: ({ deadline }) => <time className="time">{formatTime(deadline)}</time> },
            {
              name: words.state,
              cell: ({ answered, deadline }) =>
                answered ? (
                  <Tag tone="good">{words.answered}</Tag>
                ) : (
                  <Tag tone={deadline < now_s ? 'bad' : 'warn'}>{deadline < now_s ? words.late : words.unanswered}</Tag>
                ),
            },
          ]}
        />
      )}
      {committee.length === 0 ? null : (
        <Table
          label={words.committee}
          rows={committee}
          rowKey={({ requestId }) => requestId}
          columns={[
            { name: words.call, head: true, cell: ({ callId }) => <CallLink callId={callId} /> },
            { name: words.requester, cell: ({ requester }) => <AccountLink address={requester} /> },
            { name: words.stage, cell: ({ stage }) => words.stages[stage] ?? stage },
            { name: words.until, cell: ({ deadline }) => <time className="time">{formatTime(deadline)}</time> },
            {
              name: words.members,
              cell: ({ members }) =>
                members.length === 0 ? (
                  <span className="none">{text.parts.none}</span>
                ) : (
                  <span className="links">
                    {members.map((member) => (
                      <AccountLink key={member} address={member} />
                    ))}
                  </span>
                ),
            },
          ]}
        />
      )}
      {voided.length === 0 ? null : (
        <Table
          label={words.voided}
          rows={voided}
          rowKey={({ transactionHash }) => transactionHash}
          columns={[
            { name: words.challenger, head: true, cell: ({ challenger }) => <AccountLink address={challenger} /> },
            { name: words.transaction, cell: ({ transactionHash }) => <Hex value={transactionHash} /> },
          ]}
        />
      )}
      {slashed.length === 0 ? null : (
        <Table
          label={words.slashed}
          rows={slashed}
          rowKey={({ challenger, burned, reward }) => `${challenger} ${burned} ${reward}`}
          columns={[
            { name: words.challenger, head: true, cell: ({ challenger }) => <AccountLink address={challenger} /> },
            { name: words.burned, figures: true, cell: ({ burned }) => <Amount wei={burned} /> },
            { name: words.reward, figures: true, cell: ({ reward }) => <Amount wei={reward} /> },
          ]}
        />
      )}
    </>
  )
}
