import { sourceLicenceSchema } from '@openledger/core/api/contributions.ts'
import { useState } from 'react'
import { Field } from '../../parts/Field.tsx'
import { text } from '../../text/text.ts'

/** Takes the licence that the files are under, and hands it on once it is one; undefined for none said. */
export function LicenceField(props: { readonly onLicence: (licence: string | undefined) => void }) {
  const words = text.contribute
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isFine = sourceLicenceSchema.safeParse(name).success
  return (
    <Field
      label={words.sourceLicence}
      hint={words.sourceLicenceHint}
      wrong={name === '' || isFine ? undefined : words.sourceLicenceWrong}
    >
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value)
            const licence = sourceLicenceSchema.safeParse(target.value.trim())
            props.onLicence(licence.success ? licence.data : undefined)
          }}
        />
      )}
    </Field>
  )
}
