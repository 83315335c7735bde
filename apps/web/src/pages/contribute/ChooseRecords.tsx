import type { RecordRanges } from '@openledger/core/api/uploads.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { isInRanges, readRanges, toggleInRanges, writeRanges } from '@openledger/data/ingest/recordRanges.ts'
import { type SyntheticEvent, useState } from 'react'
import type { PreviewFacts } from '../../contribute/messages.ts'
import { placeWords } from '../../contribute/placeWords.ts'
import { type LookOptions, useLook } from '../../contribute/useLook.ts'
import { Field } from '../../parts/Field.tsx'
import { Failure, Loading } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { ShownText } from './ShownText.tsx'

/** Records of a page. */
const SHOWN = 20
const words = text.contribute
const none: RecordRanges = []

type File = PreviewFacts['files'][number]
type Props = {
  readonly brought: readonly NamedFile[]
  readonly options: LookOptions
  readonly without: ReadonlyMap<string, RecordRanges>
  readonly onWithout: (path: string, ranges: RecordRanges) => void
}

/** Goes through the records of each file and leaves some out, before anything is signed. */
export function ChooseRecords(props: Props & { readonly files: readonly File[] }) {
  const { brought, options, without, onWithout } = props
  const files = props.files.filter(({ records }) => records > 0)
  const [open, setOpen] = useState(false)
  const [path, setPath] = useState<string>()
  const file = files.find((one) => one.path === path) ?? files[0]
  if (file === undefined) return null
  return (
    <details className="told" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.chooseRecords}</summary>
      <p className="note">{words.chooseRecordsLead}</p>
      {files.length === 1 ? null : (
        <Field label={words.chooseOf}>
          {(control) => (
            <select {...control} value={file.path} onChange={({ target }) => setPath(target.value)}>
              {files.map((one) => (
                <option key={one.path} value={one.path}>
                  {one.path}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {open ? (
        <OfFile
          key={file.path}
          file={file}
          named={brought.find((one) => one.path === file.path)}
          options={options}
          ranges={without.get(file.path) ?? none}
          onRanges={(ranges) => onWithout(file.path, ranges)}
        />
      ) : null}
    </details>
  )
}

function OfFile(props: {
  readonly file: File
  readonly named: NamedFile | undefined
  readonly options: LookOptions
  readonly ranges: RecordRanges
  readonly onRanges: (ranges: RecordRanges) => void
}) {
  const { file, named, options, ranges, onRanges } = props
  const [from, setFrom] = useState(1)
  const [tooMany, setTooMany] = useState(false)
  const { records, error } = useLook(named, options, from, SHOWN)
  const to = Math.min(file.records, from + SHOWN - 1)
  const toggle = (number: number) => {
    const next = toggleInRanges(ranges, number)
    setTooMany(next === undefined)
    if (next !== undefined) onRanges(next)
  }
  return (
    <>
      <ByNumber key={writeRanges(ranges)} records={file.records} ranges={ranges} onRanges={onRanges} />
      {tooMany ? (
        <p className="field-wrong" role="alert">
          {words.tooManyRanges}
        </p>
      ) : null}
      {error === undefined ? null : <Failure error={error} />}
      {records === undefined ? (
        error === undefined ? (
          <Loading lines={6} />
        ) : null
      ) : (
        <ol className="shown-records" start={from}>
          {records.map(({ place, content }, at) => {
            const number = from + at
            const isOut = isInRanges(ranges, number)
            return (
              <li key={number} className={isOut ? 'shown-record shown-out' : 'shown-record'}>
                <label className="check">
                  <input type="checkbox" checked={!isOut} onChange={() => toggle(number)} />
                  {words.takeRecord(number)}
                  <span className="quiet">{placeWords(place as Parameters<typeof placeWords>[0])}</span>
                </label>
                <ShownText content={content} />
              </li>
            )
          })}
        </ol>
      )}
      {file.records <= SHOWN ? null : (
        <div className="paging">
          <button type="button" disabled={from === 1} onClick={() => setFrom(Math.max(1, from - SHOWN))}>
            ←<span className="hidden">{text.parts.previous}</span>
          </button>
          <span role="status">{text.parts.range(from, to, file.records)}</span>
          <button type="button" disabled={to === file.records} onClick={() => setFrom(from + SHOWN)}>
            →<span className="hidden">{text.parts.next}</span>
          </button>
        </div>
      )}
    </>
  )
}

/** What is left out as numbers, to be changed by typing: a record far down is not looked for. */
function ByNumber(props: {
  readonly records: number
  readonly ranges: RecordRanges
  readonly onRanges: (ranges: RecordRanges) => void
}) {
  const { records, ranges, onRanges } = props
  const [typed, setTyped] = useState(() => writeRanges(ranges))
  const [tried, setTried] = useState(false)
  const read = typed.trim() === '' ? none : readRanges(typed)
  const wrong =
    read === undefined ? words.rangesWrong : (read.at(-1)?.[1] ?? 0) > records ? words.rangesBeyond(records) : undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong === undefined && read !== undefined) onRanges(read)
  }
  return (
    <form className="ranges" onSubmit={submit}>
      <Field label={words.ranges} hint={words.rangesHint} wrong={tried ? wrong : undefined}>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button-quiet">
        {words.rangesApply}
      </button>
    </form>
  )
}
