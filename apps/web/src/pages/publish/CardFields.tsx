import type { Evaluation } from '@openledger/core/api/evaluations.ts'
import { useId } from 'react'
import { formatTime } from '../../format/formatTime.ts'
import { Field } from '../../parts/Field.tsx'
import { text } from '../../text/text.ts'
import { LICENCES } from '../new-datanet/licences.ts'

/** What the card says that follows from nothing else: the licence, and which evaluation it shows. */
export function CardFields(props: {
  readonly licence: string
  readonly evaluationId: string
  readonly evaluations: readonly Evaluation[]
  readonly dataLicences: readonly string[]
  readonly wrong: string | undefined
  readonly onChange: (change: { readonly licence?: string; readonly evaluationId?: string }) => void
}) {
  const words = text.publish
  const list = useId()
  const { licence, evaluationId, evaluations, dataLicences, wrong, onChange } = props
  const hint = `${words.licenceHint} ${dataLicences.length === 0 ? '' : words.datasLicences(dataLicences.join(', '))}`
  return (
    <>
      <Field label={words.licence} hint={hint.trim()} wrong={wrong}>
        {(control) => (
          <>
            <input
              {...control}
              list={list}
              spellCheck={false}
              value={licence}
              onChange={({ target }) => onChange({ licence: target.value })}
            />
            <datalist id={list}>
              {['Apache-2.0', 'MIT', ...LICENCES.keys()].map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={words.shownEvaluation}>
        {(control) => (
          <select {...control} value={evaluationId} onChange={({ target }) => onChange({ evaluationId: target.value })}>
            <option value="">{words.shownNone}</option>
            {evaluations.map((one) => (
              <option key={one.evaluationId} value={one.evaluationId}>
                {words.evaluationOf(formatTime(one.createdAt), one.report?.all.questions ?? 0)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
