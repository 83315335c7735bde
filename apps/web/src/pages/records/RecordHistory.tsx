import type { ApiRecord } from '@openledger/core/api/versions.ts'
import type { ReactNode } from 'react'
import { Hex } from '../../parts/Hex.tsx'
import { AccountLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/** What happened to a record, in the order of the chain. */
export function RecordHistory({ record }: { readonly record: ApiRecord }) {
  const words = text.recordPage
  const { registered, versions, withdrawn, disputes } = record
  const steps: { readonly key: string; readonly block: number; readonly what: ReactNode }[] = [
    ...(registered === null ? [] : [{ key: 'registered', block: registered.blockNumber, what: words.registered }]),
    ...versions.map(({ number, root, blockNumber }) => ({
      key: root,
      block: blockNumber,
      what: words.inVersion(number),
    })),
    ...(withdrawn === null ? [] : [{ key: 'withdrawn', block: withdrawn.blockNumber, what: words.withdrawn }]),
  ]
  const hashOf = (key: string) =>
    key === 'registered' ? registered?.transactionHash : key === 'withdrawn' ? withdrawn?.transactionHash : undefined
  return (
    <Section title={words.history}>
      <ol className="timeline">
        {steps
          .toSorted((a, b) => a.block - b.block)
          .map(({ key, block, what }) => {
            const hash = hashOf(key)
            return (
              <li key={key}>
                {what}{' '}
                <span className="quiet">
                  {words.block(block)} {hash ? <Hex value={hash} /> : null}
                </span>
              </li>
            )
          })}
        {disputes.map(({ disputeId, challenger, stage, upheld }) => (
          <li key={disputeId}>
            {words.disputed} <AccountLink address={challenger} />{' '}
            <span className="quiet">{stage === 'closed' ? (upheld ? words.upheld : words.notUpheld) : stage}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
