import { text } from '../../text/text.ts'
import type { Settings } from './turns.ts'

/** The most tokens that the form takes; the model's context and the key's money bound it further. */
const TOKENS_MAX = 4_096
/** Stop sequences that the API takes. */
const STOPS_MAX = 4

/** How an answer is to be made: every parameter that the API takes for one answer, within its limits. */
export function AskSettings(props: { readonly settings: Settings; readonly onSettings: (settings: Settings) => void }) {
  const { settings, onSettings } = props
  const words = text.chat
  const change = (part: Partial<Settings>) => onSettings({ ...settings, ...part })
  return (
    <details className="ask-options">
      <summary>{words.options}</summary>
      <div className="ask-fields">
        <label>
          <span>{words.system}</span>
          <textarea rows={2} value={settings.system} onChange={({ target }) => change({ system: target.value })} />
        </label>
        <label>
          <span>{words.maxTokens}</span>
          <input
            type="number"
            min={1}
            max={TOKENS_MAX}
            value={settings.maxTokens}
            onChange={({ target }) =>
              change({ maxTokens: Math.min(TOKENS_MAX, Math.max(1, Math.floor(Number(target.value)) || 1)) })
            }
          />
        </label>
        <Slider
          label={words.temperature}
          hint={words.temperatureHint}
          bounds={{ min: 0, max: 2, step: 0.1 }}
          value={settings.temperature}
          onValue={(temperature) => change({ temperature })}
        />
        <Slider
          label={words.topP}
          hint={words.topPHint}
          bounds={{ min: 0.05, max: 1, step: 0.05 }}
          value={settings.topP}
          onValue={(topP) => change({ topP })}
        />
        <label>
          <span>{words.seed}</span>
          <input
            inputMode="numeric"
            value={settings.seed ?? ''}
            onChange={({ target }) => {
              const typed = target.value.trim()
              if (typed === '') change({ seed: null })
              else if (/^-?\d{1,15}$/.test(typed)) change({ seed: Number(typed) })
            }}
          />
          <span className="field-hint">{words.seedHint}</span>
        </label>
        <label>
          <span>{words.stopAt}</span>
          <textarea
            rows={2}
            value={settings.stop.join('\n')}
            onChange={({ target }) =>
              change({ stop: target.value === '' ? [] : target.value.split('\n').slice(0, STOPS_MAX) })
            }
          />
          <span className="field-hint">{words.stopHint}</span>
        </label>
      </div>
    </details>
  )
}

function Slider(props: {
  readonly label: string
  readonly hint: string
  readonly bounds: { readonly min: number; readonly max: number; readonly step: number }
  readonly value: number
  readonly onValue: (value: number) => void
}) {
  const { label, hint, bounds, value, onValue } = props
  return (
    <label>
      <span>
        {label} <span className="hex">{value.toFixed(2)}</span>
      </span>
      <input type="range" {...bounds} value={value} onChange={({ target }) => onValue(Number(target.value))} />
      <span className="field-hint">{hint}</span>
    </label>
  )
}
