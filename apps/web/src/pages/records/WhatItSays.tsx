import type { ApiRecord } from '@openledger/core/api/versions.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { readContent, type ShownContent } from './readContent.ts'

/** What the record says, once somebody asks: each reading of private contents is logged. */
export function WhatItSays({ record }: { readonly record: ApiRecord }) {
  const words = text.recordPage
  const [asked, setAsked] = useState(false)
  return (
    <Section title={words.says}>
      {record.withdrawn !== null ? (
        <Empty title={words.gone} />
      ) : asked ? (
        <Content commitment={record.commitment} />
      ) : (
        <p className="actions">
          <button type="button" className="button-quiet" onClick={() => setAsked(true)}>
            {words.ask}
          </button>
        </p>
      )}
    </Section>
  )
}

function Content({ commitment }: { readonly commitment: string }) {
  const key = useSignedIn()
  const words = text.recordPage
  const record = useQuery(versionQueries.record(commitment, true, key))
  return (
    <Loaded query={record} lines={4}>
      {({ content, recordId }) => {
        const said = readContent(content)
        if (said === undefined) return <Empty title={words.notHere} />
        return (
          <>
            <Said content={said} />
            {recordId === null ? null : (
              <Facts facts={[[words.recordId, <WholeHex key="recordId" value={recordId} what={words.recordId} />]]} />
            )}
          </>
        )
      }}
    </Loaded>
  )
}

/** Text alone, whatever is in it: markup and scripts are shown, never run. */
function Said({ content }: { readonly content: ShownContent }) {
  const words = text.recordPage
  if (content.kind === 'document')
    return (
      <dl className="record-text">
        <dt>{content.title}</dt>
        <dd>{content.text}</dd>
        <dt>{words.source}</dt>
        <dd>{content.url}</dd>
      </dl>
    )
  return (
    <dl className="record-text">
      <dt>{words.prompts}</dt>
      {content.prompts.map((prompt) => (
        <dd key={prompt}>{prompt}</dd>
      ))}
      <dt>{words.answer}</dt>
      <dd>{content.answer}</dd>
    </dl>
  )
}
