import { useState } from 'react'
import { Section } from '../../parts/Page.tsx'
import { Empty, Failure, Loaded } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { Key } from '../reviews/Key.tsx'
import { useJudgeDesk, type Verdict } from './useJudgeDesk.ts'

/** Where a person says which of two answers is better, without being told whose they are. */
export function JudgeDesk({ evaluationId, token }: { readonly evaluationId: string; readonly token: string }) {
  const words = text.evaluation
  const [open, setOpen] = useState(false)
  return (
    <Section title={words.desk} lead={words.deskLead}>
      <p className="actions">
        <button type="button" className="button-quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.deskStop : words.deskStart}
        </button>
      </p>
      {open ? <Desk evaluationId={evaluationId} token={token} /> : null}
    </Section>
  )
}

const BUTTONS: readonly {
  readonly verdict: Verdict
  readonly key: string
  readonly name: 'takeA' | 'takeB' | 'neither'
}[] = [
  { verdict: 'a', key: 'a', name: 'takeA' },
  { verdict: 'b', key: 'b', name: 'takeB' },
  { verdict: 'tie', key: 't', name: 'neither' },
]

function Desk({ evaluationId, token }: { readonly evaluationId: string; readonly token: string }) {
  const words = text.evaluation
  const { pairs, pair, busy, error, judge } = useJudgeDesk(evaluationId, token)
  return (
    <Loaded query={pairs} lines={5}>
      {({ left, judged }) => (
        <div className="pair" aria-busy={busy}>
          <p role="status" className="quiet">
            {words.left(left, judged)}
          </p>
          {pair === undefined ? (
            <Empty title={words.deskDone}>{words.deskDoneBody}</Empty>
          ) : (
            <>
              <p>
                <span className="quiet">{words.asksFor}</span> <span className="answer-prompt">{pair.prompt}</span>
              </p>
              <p>
                <span className="quiet">{words.expected}</span> {pair.expected}
              </p>
              <div className="answer-sides">
                <Side name={words.answerA} said={pair.a} />
                <Side name={words.answerB} said={pair.b} />
              </div>
              <div className="actions">
                {BUTTONS.map(({ verdict, key, name }) => (
                  <button
                    key={verdict}
                    type="button"
                    className="button-quiet"
                    aria-keyshortcuts={key}
                    disabled={busy}
                    onClick={() => judge(verdict)}
                  >
                    {words[name]} <Key name={key} />
                  </button>
                ))}
              </div>
            </>
          )}
          {error === undefined ? null : <Failure error={error} />}
        </div>
      )}
    </Loaded>
  )
}

function Side({ name, said }: { readonly name: string; readonly said: string }) {
  return (
    <div className="answer-side">
      <p className="quiet">{name}</p>
      <p>{said.trim() === '' ? <span className="none">{text.evaluation.empty}</span> : said}</p>
    </div>
  )
}
