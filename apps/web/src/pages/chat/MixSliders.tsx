import { ENSEMBLE_MAX } from '@openledger/core/ensemble/ensembleName.ts'
import { text } from '../../text/text.ts'
import { type Choice, factorsOf } from './factors.ts'

/** Where a model's slider starts, of 100. */
const START = 50

/** Two to eight models that answer as one: which, and how much of each. What is shown is the factor that is sent. */
export function MixSliders(props: {
  readonly models: readonly string[]
  readonly mix: Choice['mix']
  readonly onMix: (mix: Choice['mix']) => void
}) {
  const { models, mix, onMix } = props
  const words = text.chat
  const factors = new Map(factorsOf(mix).map(({ model, scalePpm }) => [model, scalePpm]))
  const amountOf = (model: string) => mix.find((part) => part.model === model)?.amount
  const toggle = (model: string) =>
    onMix(
      amountOf(model) === undefined ? [...mix, { model, amount: START }] : mix.filter((part) => part.model !== model),
    )
  return (
    <fieldset className="mix">
      <legend className="note">{words.mixLead(ENSEMBLE_MAX)}</legend>
      {models.map((model) => {
        const amount = amountOf(model)
        const on = amount !== undefined
        return (
          <div key={model} className="mix-part">
            <label>
              <input
                type="checkbox"
                checked={on}
                disabled={!on && mix.length >= ENSEMBLE_MAX}
                onChange={() => toggle(model)}
              />{' '}
              {model}
            </label>
            <input
              type="range"
              aria-label={words.partOf(model)}
              min={1}
              max={100}
              value={amount ?? START}
              disabled={!on}
              onChange={({ target }) =>
                onMix(mix.map((part) => (part.model === model ? { model, amount: Number(target.value) } : part)))
              }
            />
            <span className="hex">{on ? ((factors.get(model) ?? 0) / 1e6).toFixed(3) : words.notIn}</span>
          </div>
        )
      })}
      {mix.length < 2 ? <p className="note">{words.mixTwo}</p> : null}
    </fieldset>
  )
}
