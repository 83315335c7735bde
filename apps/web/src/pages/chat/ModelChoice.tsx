import { ensembleName } from '@openledger/core/ensemble/ensembleName.ts'
import { text } from '../../text/text.ts'
import { MixSliders } from './MixSliders.tsx'
import type { Side } from './turns.ts'

/** Whom a question goes to: one model, two side by side, or several that answer as one. */
export type Choice = {
  readonly mode: 'one' | 'two' | 'mix'
  /** The left one, and the right one of two. */
  readonly models: readonly [string, string]
  /** Of several as one: each with its slider, 1 to 100. */
  readonly mix: readonly { readonly model: string; readonly amount: number }[]
}

const PPM = 1_000_000

/** The sides of a choice; undefined while it names too few models. */
export function sidesOf({ mode, models, mix }: Choice): Side[] | undefined {
  const [left, right] = models
  if (mode === 'one') return [{ label: left, model: left }]
  if (mode === 'two') return [left, right].map((model) => ({ label: model, model }))
  const [first] = mix
  if (first === undefined || mix.length < 2) return undefined
  const parts = factorsOf(mix)
  const ensemble = parts.map(({ model, scalePpm }) => ({ model, scale: scalePpm / PPM }))
  return [{ label: ensembleName(parts), model: first.model, ensemble }]
}

/** The factors that sliders stand for: they sum to 1 at most, in millionths as a receipt has them. */
export function factorsOf(mix: Choice['mix']): { readonly model: string; readonly scalePpm: number }[] {
  const all = mix.reduce((sum, { amount }) => sum + amount, 0)
  return mix.map(({ model, amount }) => ({ model, scalePpm: Math.floor((amount * PPM) / all) }))
}

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
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
