import type { Mapping } from '@openledger/core/api/uploads.ts'
import { useId, useState } from 'react'
import { text } from '../../text/text.ts'

type Chosen = {
  readonly kind: 'qa' | 'document'
  readonly prompt: string
  readonly answer: string
  readonly text: string
  readonly title: string
  readonly url: string
}

/** Maps a table's columns by hand: wanted where its shape is not known, offered where it is. */
export function MappingForm(props: {
  readonly columns: readonly string[]
  /** The shape is not known. */
  readonly wanted: boolean
  readonly mapping: Mapping | undefined
  readonly onMapping: (mapping: Mapping | undefined) => void
}) {
  const { columns, wanted, mapping, onMapping } = props
  const words = text.contribute
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Chosen>({ kind: 'qa', prompt: '', answer: '', text: '', title: '', url: '' })
  const choose = (change: Partial<Chosen>) => {
    const next = { ...chosen, ...change }
    setChosen(next)
    onMapping(toMapping(next))
  }
  if (!wanted && !open && mapping === undefined) {
    return (
      <p>
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {words.mappingOwn}
        </button>
      </p>
    )
  }
  const fields =
    chosen.kind === 'qa'
      ? ([
          ['prompt', words.mapPrompt, false],
          ['answer', words.mapAnswer, false],
        ] as const)
      : ([
          ['text', words.mapText, false],
          ['title', words.mapTitle, true],
          ['url', words.mapUrl, true],
        ] as const)
  return (
    <fieldset className="mapping">
      <legend>{words.mapping}</legend>
      {wanted ? <p className="note">{words.mappingLead}</p> : null}
      <div className="mapping-fields">
        <Choice
          label={words.mapKind}
          value={chosen.kind}
          options={[
            ['qa', words.mapKinds.qa],
            ['document', words.mapKinds.document],
          ]}
          onChange={(kind) => choose({ kind: kind === 'document' ? 'document' : 'qa' })}
        />
        {fields.map(([name, label, optional]) => (
          <Choice
            key={name}
            label={label}
            value={chosen[name]}
            options={[['', optional ? words.mapNone : '…'], ...columns.map((column) => [column, column] as const)]}
            onChange={(column) => choose({ [name]: column })}
          />
        ))}
      </div>
      {wanted ? null : (
        <button
          type="button"
          className="link"
          onClick={() => {
            setOpen(false)
            onMapping(undefined)
          }}
        >
          {words.mappingNot}
        </button>
      )}
    </fieldset>
  )
}

function Choice(props: {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={({ target }) => props.onChange(target.value)}>
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

function toMapping({ kind, prompt, answer, text: body, title, url }: Chosen): Mapping | undefined {
  if (kind === 'qa') return prompt === '' || answer === '' ? undefined : { kind, prompts: [prompt], answer }
  if (body === '') return undefined
  return { kind, text: body, ...(title === '' ? {} : { title }), ...(url === '' ? {} : { url }) }
}
