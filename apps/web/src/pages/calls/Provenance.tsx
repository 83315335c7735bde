import type { Call } from '@openledger/core/api/calls.ts'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loading } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { creditedAsDerived, type Income } from './deriveIncome.ts'
import { FeeCut } from './FeeCut.tsx'
import { SourceTable } from './SourceTable.tsx'
import { useIncome } from './useIncome.ts'

/** Where a call's answer came from, and where its money went: derived here and compared with the epoch's credits. */
export function Provenance({ call }: { readonly call: Call }) {
  const { receipt, attribution } = call
  const { ready, income, datanets } = useIncome(call)
  const words = text.call
  if (receipt === null) {
    return (
      <Section title={words.sources}>
        <Empty title={call.status === 'reserved' ? words.running : words.failed} />
      </Section>
    )
  }
  if (!ready) return <Loading lines={6} />
  return (
    <>
      <Section title={words.sources} lead={income === undefined ? undefined : standing(call, income)}>
        {attribution !== null && attribution.entries.length > 0 ? (
          <SourceTable entries={attribution.entries} income={income} datanets={datanets} />
        ) : income?.parts.data === 0n ? (
          <Empty title={words.noData}>{words.noDataBody}</Empty>
        ) : (
          <Empty title={words.none}>{words.noneBody}</Empty>
        )}
      </Section>
      {income === undefined ? null : (
        <Section title={words.cut}>
          <FeeCut parts={income.parts} fee={income.fee} />
        </Section>
      )}
    </>
  )
}

function standing(call: Call, { credits }: Income) {
  if (credits.length === 0) return undefined
  const equal = creditedAsDerived(call, credits)
  if (equal === undefined) return text.call.derived
  return equal ? text.call.credited : <strong className="bad">{text.call.differs}</strong>
}
