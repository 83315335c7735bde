import { text } from '../../text/text.ts'
import { AUTO } from './auto.ts'
import type { Choice } from './factors.ts'
import { MixSliders } from './MixSliders.tsx'

/** Chooses the mode, and within it the models. */
export function ModelChoice(props: {
  readonly models: readonly string[]
  /** Those that have an adapter: only these can answer as one. */
  readonly mixable: readonly string[]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
}) {
  const { models, mixable, choice, onChoice } = props
  const words = text.chat
  const [left, right] = choice.models
  const modes = ['one', 'two', 'mix'] as const
  return (
    <div className="ask-models">
      <fieldset className="ask-modes">
        <legend className="hidden">{words.mode}</legend>
        {modes.map((mode) => (
          <label key={mode}>
            <input
              type="radio"
              name="mode"
              checked={choice.mode === mode}
              disabled={mode === 'mix' && mixable.length < 2}
              onChange={() => onChoice({ ...choice, mode })}
            />{' '}
            {words.modes[mode]}
          </label>
        ))}
      </fieldset>
      {mixable.length < 2 ? <p className="note">{words.mixNeeds}</p> : null}
      {choice.mode === 'mix' ? (
        <MixSliders models={mixable} mix={choice.mix} onMix={(mix) => onChoice({ ...choice, mix })} />
      ) : (
        <div className="ask-pick">
          <Pick
            label={choice.mode === 'one' ? words.model : words.left}
            models={models}
            model={left}
            onModel={(model) => onChoice({ ...choice, models: [model, right] })}
          />
          {choice.mode === 'two' ? (
            <Pick
              label={words.right}
              models={models}
              model={right}
              onModel={(model) => onChoice({ ...choice, models: [left, model] })}
            />
          ) : null}
        </div>
      )}
    </div>
  )
}

/** A model from a list. */
function Pick(props: {
  readonly label: string
  readonly models: readonly string[]
  readonly model: string
  readonly onModel: (model: string) => void
}) {
  const { label, models, model, onModel } = props
  return (
    <label className="ask-model">
      <span>{label}</span>
      <select value={model} onChange={({ target }) => onModel(target.value)}>
        {models.map((name) => (
          <option key={name} value={name}>
            {name === AUTO ? text.chat.auto : name}
          </option>
        ))}
      </select>
    </label>
  )
}
