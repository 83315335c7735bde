import type { TrainingResult } from '@openledger/core/api/training.ts'
import { Link } from '@tanstack/react-router'
import { Facts } from '../../../parts/Facts.tsx'
import { WholeHex } from '../../../parts/Hex.tsx'
import { Section } from '../../../parts/Page.tsx'
import { text } from '../../../text/text.ts'
import { formatFigure } from './formatFigure.ts'

/** What came of a training, and the way on: judging it, publishing it. */
export function RunResult({ jobId, result }: { readonly jobId: string; readonly result: TrainingResult }) {
  const words = text.run
  const hex = (what: string, value: string) => [what, <WholeHex key={what} value={value} what={what} />] as const
  return (
    <Section title={words.result} lead={result.reused ? words.reused : words.resultLead}>
      <p className="actions">
        <Link to="/factory/$jobId/evaluation" params={{ jobId }} className="button-quiet">
          {words.evaluate}
        </Link>
        <Link to="/factory/$jobId/publish" params={{ jobId }} className="button">
          {words.publish}
        </Link>
      </p>
      <Facts
        facts={[
          hex(words.adapter, result.adapterHash),
          hex(words.manifest, result.manifestHash),
          hex(words.log, result.logRoot),
          [
            words.figures,
            result.evaluation === null
              ? undefined
              : Object.entries(result.evaluation)
                  .map(([name, value]) => `${name} ${formatFigure(value)}`)
                  .join(', '),
          ],
        ]}
      />
    </Section>
  )
}
