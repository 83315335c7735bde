import { text } from '../../text/text.ts'
import { AnswerView } from './AnswerView.tsx'
import type { Turn } from './turns.ts'

/** A question and its answers, side by side where two models were asked. */
export function TurnView(props: {
  readonly turn: Turn
  readonly sessionKey: string | undefined
  /** Undefined while nothing can be asked. */
  readonly onRetry: (() => void) | undefined
}) {
  const { turn, sessionKey, onRetry } = props
  return (
    <article className="turn">
      <div className="said said-user">
        <span className="said-by">{text.chat.you}</span>
        <p className="said-text">{turn.question}</p>
      </div>
      <div className="turn-answers" data-count={turn.answers.length}>
        {turn.answers.map((answer) => (
          <AnswerView key={answer.id} answer={answer} sessionKey={sessionKey} onRetry={onRetry} />
        ))}
      </div>
    </article>
  )
}
