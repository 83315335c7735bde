import { type KeyboardEvent, type SyntheticEvent, useState } from 'react'
import { text } from '../../text/text.ts'
import { AskSettings } from './AskSettings.tsx'
import { type Choice, sidesOf } from './factors.ts'
import { ModelChoice } from './ModelChoice.tsx'
import type { Settings } from './turns.ts'
import type { Asking } from './useChat.ts'

/** What a call may produce at most unless the asker says otherwise. */
const TOKENS = 256

const settingsAtFirst: Settings = { system: '', maxTokens: TOKENS, temperature: 0, topP: 1, seed: null, stop: [] }

/** The question, whom it goes to, and how it is answered. Enter sends, Shift and Enter make a new line. */
export function AskForm(props: {
  readonly models: readonly string[]
  readonly mixable: readonly string[]
  readonly model: string
  readonly sessionKey: string | undefined
  readonly writing: boolean
  readonly onAsk: (question: string, asking: Asking) => Promise<void>
  readonly onStop: () => void
  readonly onClear: (() => void) | undefined
}) {
  const { models, mixable, sessionKey: key, writing, onAsk, onStop, onClear } = props
  const [question, setQuestion] = useState('')
  const [settings, setSettings] = useState(settingsAtFirst)
  const [choice, setChoice] = useState<Choice>({
    mode: 'one',
    models: [props.model, models.find((name) => name !== props.model) ?? props.model],
    mix: mixable.slice(0, 2).map((model) => ({ model, amount: 50 })),
  })
  const words = text.chat
  const sides = sidesOf(choice)
  const send = () => {
    if (key === undefined || sides === undefined || writing || question.trim() === '') return
    setQuestion('')
    const stop = settings.stop.filter((one) => one !== '')
    void onAsk(question.trim(), { sides, settings: { ...settings, system: settings.system.trim(), stop }, key })
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className="ask" onSubmit={submit}>
      <label htmlFor="question" className="hidden">
        {words.message}
      </label>
      <textarea
        id="question"
        rows={3}
        placeholder={words.message}
        value={question}
        onChange={({ target }) => setQuestion(target.value)}
        onKeyDown={onKeyDown}
      />
      <ModelChoice models={models} mixable={mixable} choice={choice} onChoice={setChoice} />
      {choice.mode === 'two' ? <p className="note">{words.twoCost}</p> : null}
      <div className="ask-row">
        <AskSettings settings={settings} onSettings={setSettings} />
        <span className="ask-space" />
        {onClear === undefined ? null : (
          <button type="button" className="link" onClick={onClear}>
            {words.clear}
          </button>
        )}
        {writing ? (
          <button type="button" className="button" onClick={onStop}>
            {words.stop}
          </button>
        ) : (
          <button
            type="submit"
            className="button"
            disabled={key === undefined || sides === undefined || question.trim() === ''}
          >
            {words.send}
          </button>
        )}
      </div>
      {key === undefined ? <p className="note">{words.needKey}</p> : null}
    </form>
  )
}
