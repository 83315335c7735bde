import { Field } from '../../../parts/Field.tsx'
import { text } from '../../../text/text.ts'
import type { Draft } from './draft.ts'
import type { Wrong } from './readDraft.ts'
import { NUMBERS } from './settings.ts'

/** Each setting that is a number, with what it means in a line. */
export function NumberFields(props: {
  readonly draft: Draft
  readonly wrong: Wrong
  readonly onChange: (draft: Draft) => void
}) {
  const { draft, wrong, onChange } = props
  return NUMBERS.map((name) => {
    const [label, hint] = text.newTraining.settings[name]
    return (
      <Field key={name} label={label} hint={hint} wrong={wrong[name]}>
        {(control) => (
          <input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            value={draft.numbers[name]}
            onChange={({ target }) =>
              onChange({ ...draft, preset: 'own', numbers: { ...draft.numbers, [name]: target.value } })
            }
          />
        )}
      </Field>
    )
  })
}
