import { memo } from 'react'
import { Curve } from '../../../parts/Curve.tsx'
import { Section } from '../../../parts/Page.tsx'
import { Empty } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'
import { formatFigure } from './formatFigure.ts'
import type { Run } from './useRun.ts'

/** The curves of a training, the losses first. */
export const Curves = memo(({ history, drawn }: Run) => {
  const words = text.run
  const { loss, evalLoss, lr, gradNorm, tokensPerSecond } = history.curves
  const one = (name: string, points: typeof lr) => [{ name, tone: 'first' as const, points }]
  return (
    <Section title={words.curves} lead={words.curvesLead}>
      {loss.steps.length === 0 ? (
        <Empty title={words.noCurves}>{words.noCurvesBody}</Empty>
      ) : (
        <div className="curves">
          <Curve
            title={words.loss}
            size="tall"
            drawn={drawn}
            format={formatFigure}
            lines={[
              { name: words.loss, tone: 'first', points: loss },
              { name: words.heldOut, tone: 'second', points: evalLoss },
            ]}
          />
          <Curve title={words.lr} drawn={drawn} format={formatFigure} lines={one(words.lr, lr)} />
          <Curve title={words.gradNorm} drawn={drawn} format={formatFigure} lines={one(words.gradNorm, gradNorm)} />
          <Curve
            title={words.tokensPerSecond}
            drawn={drawn}
            format={formatFigure}
            lines={one(words.tokensPerSecond, tokensPerSecond)}
          />
        </div>
      )}
    </Section>
  )
})
