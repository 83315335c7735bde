import type { Call } from '@openledger/core/api/calls.ts'
import { useMemo } from 'react'
import { Flow } from '../../parts/Flow.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loading } from '../../parts/State.tsx'
import { Unfold } from '../../parts/Unfold.tsx'
import { flowOfCall } from '../../provenance/flowOfCall.ts'
import { ProvenanceView } from '../../provenance/ProvenanceView.tsx'
import { sourceRecords } from '../../provenance/sourceRecords.ts'
import { text } from '../../text/text.ts'
import { VerifyCall } from '../../verify/VerifyCall.tsx'
import { creditedAsDerived, type Income } from './deriveIncome.ts'
import { FeeCut } from './FeeCut.tsx'
import { SourceTable } from './SourceTable.tsx'
import { SpanTable } from './SpanTable.tsx'
import { useIncome } from './useIncome.ts'

/**
 * Where a call's answer came from, and where its money went: derived here and compared with the epoch's credits; on request
 * checked against the chain and what is published.
 */
export function Provenance({ call }: { readonly call: Call }) {
  const { receipt, attribution } = call
  const { ready, income, datanets } = useIncome(call)
  const words = text.call
  if (receipt === null) {
    return (
      <Section title={words.sources}>
        <Empty
          title={call.status === 'reserved' ? words.running : call.status === 'unpaid' ? words.unpaid : words.failed}
        />
      </Section>
    )
  }
  if (!ready) return <Loading lines={6} />
  return (
    <>
      <Section title={text.provenance.title} lead={income === undefined ? undefined : standing(call, income)}>
        {attribution !== null && attribution.entries.length > 0 ? (
          <>
            <ProvenanceView call={call} income={income} datanets={datanets} />
            <p className="note">{text.provenance.perSentence}</p>
            <Unfold title={text.provenance.tables} className="prov-tables">
              <SourceTable entries={attribution.entries} income={income} datanets={datanets} />
              <SpanTable call={call} />
            </Unfold>
          </>
        ) : income?.parts.data === 0n ? (
          <Empty title={words.noData}>{words.noDataBody}</Empty>
        ) : (
          <Empty title={words.none}>{words.noneBody}</Empty>
        )}
      </Section>
      {income === undefined ? null : (
        <>
          <Section title={text.flow.ofCall}>
            <Money call={call} income={income} />
          </Section>
          <Section title={words.cut}>
            <FeeCut parts={income.parts} fee={income.fee} />
          </Section>
        </>
      )}
      <Section title={text.verifyCall.title}>
        <VerifyCall call={call} derived={income?.credits ?? []} />
      </Section>
    </>
  )
}

/** The call's money as a picture. */
function Money({ call, income }: { readonly call: Call; readonly income: Income }) {
  const { columns, flow } = useMemo(() => flowOfCall(income, sourceRecords(call, income)), [call, income])
  return <Flow label={text.flow.ofCall} columns={columns} flow={flow} />
}

function standing(call: Call, { credits }: Income) {
  if (credits.length === 0) return undefined
  const equal = creditedAsDerived(call, credits)
  if (equal === undefined) return text.call.derived
  return equal ? text.call.credited : <strong className="bad">{text.call.differs}</strong>
}
