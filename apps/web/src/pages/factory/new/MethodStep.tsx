import { Section } from '../../../parts/Page.tsx'
import { text } from '../../../text/text.ts'
import { type Draft, withPreset } from './draft.ts'
import { NumberFields } from './NumberFields.tsx'
import { PRESETS } from './presets.ts'
import type { Wrong } from './readDraft.ts'
import { MODULES } from './settings.ts'

const METHODS = ['lora', 'qlora'] as const

/** How it is trained: the method, a preset, and each setting for who wants to change it. */
export function MethodStep(props: {
  readonly draft: Draft
  readonly wrong: Wrong
  readonly onChange: (draft: Draft) => void
}) {
  const { draft, wrong, onChange } = props
  const words = text.newTraining
  return (
    <>
      <Section title={words.method} lead={words.methodLead}>
        <Choices
          name="method"
          label={words.method}
          value={draft.method}
          options={METHODS}
          names={words.methods}
          hints={words.methodHints}
          onChange={(method) => onChange({ ...draft, method })}
        />
      </Section>
      <Section title={words.presets} lead={words.presetsLead}>
        <Choices
          name="preset"
          label={words.presets}
          value={draft.preset}
          options={PRESETS}
          names={words.preset}
          hints={words.presetHints}
          onChange={(preset) => onChange(withPreset(draft, preset))}
        />
        <details className="factory-fold">
          <summary>{words.advanced}</summary>
          <div className="factory-settings">
            <NumberFields draft={draft} wrong={wrong} onChange={onChange} />
          </div>
          <Modules draft={draft} onChange={onChange} />
          <p>
            <label>
              <input
                type="checkbox"
                checked={draft.rankStabilised}
                onChange={({ target }) => onChange({ ...draft, preset: 'own', rankStabilised: target.checked })}
              />{' '}
              {words.rankStabilised}
            </label>
          </p>
          <p>
            <label>
              <input
                type="checkbox"
                checked={draft.retrain}
                onChange={({ target }) => onChange({ ...draft, retrain: target.checked })}
              />{' '}
              {words.retrain}
            </label>
          </p>
        </details>
      </Section>
    </>
  )
}

/** The projections of the base that get an adapter; the trainer's own choice while none is ticked. */
function Modules({ draft, onChange }: { readonly draft: Draft; readonly onChange: (draft: Draft) => void }) {
  const words = text.newTraining
  return (
    <fieldset className="factory-groups factory-modules">
      <legend>{words.modules}</legend>
      <div className="factory-checks">
        {MODULES.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={draft.modules.includes(name)}
              onChange={({ target }) => {
                const others = draft.modules.filter((one) => one !== name)
                onChange({ ...draft, preset: 'own', modules: target.checked ? [...others, name] : others })
              }}
            />{' '}
            <code>{name}</code>
          </label>
        ))}
      </div>
      <p className="field-hint">{words.modulesHint}</p>
    </fieldset>
  )
}

function Choices<Value extends string>(props: {
  readonly name: string
  readonly label: string
  readonly value: Value
  readonly options: readonly Value[]
  readonly names: Readonly<Record<Value, string>>
  readonly hints: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
}) {
  const { name, label, value, options, names, hints, onChange } = props
  return (
    <fieldset className="factory-groups">
      <legend className="hidden">{label}</legend>
      <div className="factory-cards">
        {options.map((option) => (
          <div key={option} className="factory-card">
            <label>
              <input
                type="radio"
                name={name}
                checked={option === value}
                aria-describedby={`${name}-${option}`}
                onChange={() => onChange(option)}
              />
              {names[option]}
            </label>
            <p id={`${name}-${option}`} className="factory-card-more">
              {hints[option]}
            </p>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
