import { SAMPLE_PROMPTS_MAX } from '@openledger/core/api/training.ts'
import { Field } from '../../../parts/Field.tsx'
import { Section } from '../../../parts/Page.tsx'
import { text } from '../../../text/text.ts'
import type { Draft } from './draft.ts'
import type { Wrong } from './readDraft.ts'

/** Prompts that are asked as it trains. */
export function SamplesStep(props: {
  readonly draft: Draft
  readonly wrong: Wrong
  readonly onChange: (draft: Draft) => void
}) {
  const { draft, wrong, onChange } = props
  const words = text.newTraining
  const set = (prompts: readonly string[]) => onChange({ ...draft, prompts: [...prompts] })
  return (
    <Section title={words.samples} lead={words.samplesLead}>
      <div className="form">
        {draft.prompts.map((prompt, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is its place
          <div key={place}>
            <Field label={words.sample(place + 1)} wrong={wrong[`prompt ${place}`]}>
              {(control) => (
                <textarea
                  {...control}
                  rows={2}
                  value={prompt}
                  onChange={({ target }) => set(draft.prompts.with(place, target.value))}
                />
              )}
            </Field>
            <button
              type="button"
              className="link"
              aria-label={words.removeSample(place + 1)}
              onClick={() => set(draft.prompts.toSpliced(place, 1))}
            >
              {words.remove}
            </button>
          </div>
        ))}
        {draft.prompts.length >= SAMPLE_PROMPTS_MAX ? null : (
          <p className="actions">
            <button type="button" className="button-quiet" onClick={() => set([...draft.prompts, ''])}>
              {words.addSample}
            </button>
          </p>
        )}
      </div>
    </Section>
  )
}
