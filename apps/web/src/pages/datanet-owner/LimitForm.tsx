import { setLimitsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import type { DatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { SendState } from '../../account/SendState.tsx'
import type { Actor } from '../../account/useActor.ts'
import { useSend } from '../../account/useSend.ts'
import { queries } from '../../api/queries.ts'
import { Field } from '../../parts/Field.tsx'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { readLimit } from '../new-datanet/draft.ts'

const shown = (limit: number) => (limit === 0 ? '' : String(limit))

/** How much one account may register. */
export function LimitForm(props: { readonly actor: Actor; readonly texts: DatanetTexts; readonly onDone: () => void }) {
  const { actor, texts, onDone } = props
  const [inAll, setInAll] = useState(() => shown(texts.limits.recordsInAll))
  const [aDay, setADay] = useState(() => shown(texts.limits.recordsADay))
  const { data: info } = useQuery(queries.info())
  const sending = useSend(actor)
  const words = text.owner
  const [recordsInAll, recordsADay] = [readLimit(inAll), readLimit(aDay)]
  const wrong = (limit: number | undefined) => (limit === undefined ? text.newDatanet.limitWrong : undefined)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (recordsInAll === undefined || recordsADay === undefined || info === undefined) return
    const call = setLimitsCall(info.addresses, texts.datanetId, { recordsInAll, recordsADay })
    void sending.send(call, words.saveLimits).then(onDone)
  }
  return (
    <Section title={words.limits} lead={words.limitsLead}>
      <form className="form" onSubmit={submit}>
        <div className="field-row">
          <Field label={text.newDatanet.inAll} hint={text.newDatanet.limitsHint} wrong={wrong(recordsInAll)}>
            {(control) => (
              <input {...control} inputMode="numeric" value={inAll} onChange={({ target }) => setInAll(target.value)} />
            )}
          </Field>
          <Field label={text.newDatanet.aDay} hint={text.newDatanet.limitsHint} wrong={wrong(recordsADay)}>
            {(control) => (
              <input {...control} inputMode="numeric" value={aDay} onChange={({ target }) => setADay(target.value)} />
            )}
          </Field>
        </div>
        <SendState sending={sending} />
        <p className="actions">
          <button type="submit" className="button-quiet" disabled={sending.busy}>
            {words.saveLimits}
          </button>
        </p>
      </form>
    </Section>
  )
}
