import { Field } from '../../parts/Field.tsx'
import { text } from '../../text/text.ts'

/** The name that callers write. */
export function NameField(props: {
  readonly value: string
  readonly wrong: string | undefined
  readonly onChange: (value: string) => void
}) {
  const { value, wrong, onChange } = props
  return (
    <Field label={text.publish.name} hint={text.publish.nameHint} wrong={wrong}>
      {(control) => (
        <input {...control} spellCheck={false} value={value} onChange={({ target }) => onChange(target.value)} />
      )}
    </Field>
  )
}
