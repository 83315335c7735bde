import { type KeyboardEvent, type SyntheticEvent, useState } from 'react'
import { text } from '../../text/text.ts'
import type { Asking } from './useChat.ts'

/** What a call may produce at most unless the asker says otherwise. */
const TOKENS = 256

/** The question, the model that it goes to, and how it answers. Enter sends, Shift and Enter make a new line. */
export function AskForm(props: {
  readonly models: readonly string[]
  readonly model: string
  readonly onModel: (model: string) => void
  readonly sessionKey: string | undefined
  readonly writing: boolean
  readonly onAsk: (question: string, asking: Asking) => Promise<void>
  readonly onStop: () => void
  readonly onClear: (() => void) | undefined
}) {
  const { models, model, sessionKey: key, writing, onAsk, onStop, onClear, onModel } = props
  const [question, setQuestion] = useState('')
  const [system, setSystem] = useState('')
  const [maxTokens, setMaxTokens] = useState(TOKENS)
  const [temperature, setTemperature] = useState(0)
  const words = text.chat
  const may = key !== undefined && !writing && question.trim() !== ''
  const send = () => {
    if (!may) return
    setQuestion('')
    void onAsk(question.trim(), { model, key, system: system.trim(), maxTokens, temperature })
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
      <div className="ask-row">
        <label className="ask-model">
          <span>{words.model}</span>
          <select value={model} onChange={({ target }) => onModel(target.value)}>
            {models.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <details className="ask-options">
          <summary>{words.options}</summary>
          <div className="ask-fields">
            <label>
              <span>{words.system}</span>
              <textarea rows={2} value={system} onChange={({ target }) => setSystem(target.value)} />
            </label>
            <label>
              <span>{words.maxTokens}</span>
              <input
                type="number"
                min={1}
                max={4096}
                value={maxTokens}
                onChange={({ target }) => setMaxTokens(Math.max(1, Number(target.value) || 1))}
              />
            </label>
            <label>
              <span>
                {words.temperature} <span className="hex">{temperature.toFixed(1)}</span>
              </span>
              <input
                type="range"
                min={0}
                max={2}
                step={0.1}
                value={temperature}
                onChange={({ target }) => setTemperature(Number(target.value))}
              />
            </label>
          </div>
        </details>
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
          <button type="submit" className="button" disabled={!may}>
            {words.send}
          </button>
        )}
      </div>
      {key === undefined ? <p className="note">{words.needKey}</p> : null}
    </form>
  )
}
