import type { ApiRecord } from '@openledger/core/api/versions.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { versionQueries } from '../../api/versionQueries.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { AccountLink, DatanetLink, RecordLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Income } from './Income.tsx'
import { RecordHistory } from './RecordHistory.tsx'
import { WhatItSays } from './WhatItSays.tsx'
import { Withdraw } from './Withdraw.tsx'

/** One record for good: whose it is, what happened to it, what it earned, and what it says for who may read it. */
export function RecordPage() {
  const { commitment } = useParams({ from: '/records/$commitment' })
  const record = useQuery(versionQueries.record(commitment, false, undefined))
  const words = text.recordPage
  return (
    <Page kind={words.kind} title={shortHex(commitment)} lead={words.lead}>
      <Loaded query={record} lines={8}>
        {(known) => (
          <>
            <Facts facts={factsOf(known)} />
            <WhatItSays record={known} />
            <RecordHistory record={known} />
            <Income income={known.income} />
            <Withdraw record={known} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function factsOf(record: ApiRecord): Parameters<typeof Facts>[0]['facts'] {
  const words = text.recordPage
  const { commitment, contributionId, datanetId, slug, contributor, verdict, code, unit, length } = record
  return [
    [words.commitment, <WholeHex key="commitment" value={commitment} what={words.commitment} />],
    [words.datanet, <DatanetLink key="datanet" datanetId={datanetId} slug={slug} />],
    [words.contributor, <AccountLink key="contributor" address={contributor} />],
    [
      words.verdict,
      <span key="verdict">
        {text.recordsPage.verdicts[verdict]} {code === null ? null : <code>{code}</code>}
      </span>,
    ],
    [words.unit, unit === null || unit === commitment ? undefined : <RecordLink key="unit" commitment={unit} />],
    [words.length, length === null ? undefined : words.characters(length)],
    [words.contribution, <WholeHex key="contribution" value={contributionId} what={words.contribution} />],
  ]
}
