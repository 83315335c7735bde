import { setLicenceCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { type DatanetTexts, putDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { SendState } from '../../account/SendState.tsx'
import type { Actor } from '../../account/useActor.ts'
import { useSend } from '../../account/useSend.ts'
import { ask } from '../../api/ask.ts'
import { queries } from '../../api/queries.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'

/** What contributions are under from now on. */
export function LicenceForm(props: {
  readonly actor: Actor
  readonly texts: DatanetTexts
  readonly onDone: () => void
}) {
  const { actor, texts, onDone } = props
  const { datanetId } = texts
  const [name, setName] = useState(texts.licence.name)
  const [terms, setTerms] = useState(texts.licence.text ?? '')
  const { data: info } = useQuery(queries.info())
  const sending = useSend(actor)
  const words = text.owner
  const bytes = new TextEncoder().encode(name.trim()).length
  const wrong = bytes === 0 || bytes > 64 ? words.nameWrong : undefined
  const [tried, setTried] = useState(false)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong !== undefined || info === undefined) return
    const licenceText = terms.trim()
    const call = setLicenceCall(info.addresses, { datanetId, name: name.trim(), termsHash: hashText(licenceText) })
    const keep = async () => ask(putDatanetTexts, { params: { datanetId }, body: { licenceText } })
    void sending.send(call, words.saveLicence, keep).then(onDone)
  }
  return (
    <Section title={words.licence} lead={words.licenceLead}>
      <Facts facts={[[words.licenceNow, texts.licence.name === '' ? text.newDatanet.noLicence : texts.licence.name]]} />
      <form className="form" onSubmit={submit}>
        <Field label={words.licenceName} wrong={tried ? wrong : undefined}>
          {(control) => <input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label={words.licenceText} hint={text.newDatanet.termsHint}>
          {(control) => (
            <textarea
              {...control}
              rows={4}
              maxLength={60_000}
              value={terms}
              onChange={({ target }) => setTerms(target.value)}
            />
          )}
        </Field>
        <SendState sending={sending} />
        <p className="actions">
          <button type="submit" className="button-quiet" disabled={sending.busy}>
            {words.saveLicence}
          </button>
        </p>
      </form>
    </Section>
  )
}
