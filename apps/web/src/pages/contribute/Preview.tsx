import { contributionRecordsMax } from '@openledger/core/api/contributions.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { useAction } from '../../account/useAction.ts'
import type { PreviewFacts } from '../../contribute/messages.ts'
import { placeWords } from '../../contribute/placeWords.ts'
import { Figures } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

type Place = Parameters<typeof placeWords>[0]
const number = (value: number) => value.toLocaleString(text.language)
const words = text.contribute

/** What the files would become: counts, the first records, what was left out and why; then the signature. */
export function Preview(props: {
  readonly preview: PreviewFacts
  /** The columns of tables are mapped by hand. */
  readonly mapped: boolean
  readonly onSign: (preview: PreviewFacts) => Promise<void>
}) {
  const { preview, mapped, onSign } = props
  const { busy, run } = useAction()
  const { records, leftOut, changed, reading, done, files, licence } = preview
  const [rows, paging] = usePaging(files, 20)
  return (
    <Section title={words.preview}>
      <Figures
        figures={[
          { name: words.records, value: number(records), note: words.recordsNote(signatures(preview)) },
          { name: words.leftOut, value: number(leftOut), note: words.leftOutNote },
          { name: words.changed, value: number(changed), note: words.changedNote },
        ]}
      />
      <p className="note" role="status">
        {reading === null ? null : words.reading(reading)}
        {licence === null ? null : words.licence(licence)}
      </p>
      {done && records === 0 ? <Empty title={words.nothing}>{words.nothingBody}</Empty> : null}
      <p className="actions">
        <button
          type="button"
          className="button"
          disabled={!done || records === 0 || busy}
          onClick={() => void run(() => onSign(preview))}
        >
          {words.sign(records)}
        </button>
      </p>
      <p className="note">{words.signNote}</p>
      <Table
        label={words.preview}
        rows={rows}
        rowKey={({ path }) => path}
        columns={[
          { name: words.file, head: true, cell: ({ path }) => path },
          { name: words.shape, cell: (file) => readAs(file, mapped) },
          { name: words.bytes, figures: true, cell: ({ bytes }) => words.size(bytes) },
          { name: words.records, figures: true, cell: (file) => number(file.records) },
          { name: words.leftOut, figures: true, cell: (file) => number(file.leftOut) },
        ]}
      />
      {paging}
      <Reasons preview={preview} />
      <FirstRecords preview={preview} />
    </Section>
  )
}

function signatures({ files }: PreviewFacts): number {
  return files.reduce((sum, { records }) => sum + Math.ceil(records / contributionRecordsMax), 0)
}

function readAs({ format, shape }: PreviewFacts['files'][number], mapped: boolean): string {
  if (format === null) return '–'
  const name = words.formats[format] ?? format
  if (shape === undefined) return name
  if (mapped) return `${name}, ${words.mappedByHand}`
  return `${name}, ${shape === null ? words.unmapped : (words.shapes[shape] ?? shape)}`
}

function Reasons({ preview }: { readonly preview: PreviewFacts }) {
  const { reasons, leftOut, codes } = preview
  const [rows, paging] = usePaging(reasons, 10)
  if (reasons.length === 0) return null
  return (
    <details className="told" open>
      <summary>{words.reasons}</summary>
      <ul className="codes">
        {codes.map(([code, times]) => (
          <li key={code}>
            <code>{code}</code> {number(times)}
          </li>
        ))}
      </ul>
      {leftOut > reasons.length ? <p className="note">{words.reasonsFirst(reasons.length, leftOut)}</p> : null}
      <Table
        label={words.reasons}
        rows={rows.map((row, at) => ({ ...row, at }))}
        rowKey={({ at, place }) => `${at} ${placeWords(place as Place)}`}
        columns={[
          { name: words.where, head: true, cell: ({ place }) => placeWords(place as Place) },
          { name: words.reason, cell: ({ reason }) => reason },
        ]}
      />
      {paging}
    </details>
  )
}

function FirstRecords({ preview: { shown } }: { readonly preview: PreviewFacts }) {
  if (shown.length === 0) return null
  return (
    <details className="told" open>
      <summary>{words.first(shown.length)}</summary>
      <ol className="shown-records">
        {shown.map(({ place, content, changes }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
          <li key={at} className="shown-record">
            <p className="quiet">
              {placeWords(place as Place)} {changes.length === 0 ? null : words.cleaned(changes)}
            </p>
            <RecordText content={content} />
          </li>
        ))}
      </ol>
    </details>
  )
}

/** A record's texts as they are: whatever they hold, they are shown and not run. */
function RecordText({ content }: { readonly content: unknown }) {
  const record = recordContentSchema.parse(content)
  if (record.kind === 'document') {
    return (
      <>
        <p className="shown-title">{record.title}</p>
        <p className="shown-text">{record.text}</p>
      </>
    )
  }
  return (
    <dl className="shown-qa">
      {record.prompts.map((prompt) => (
        <div key={prompt}>
          <dt>{words.question}</dt>
          <dd className="shown-text">{prompt}</dd>
        </div>
      ))}
      <div>
        <dt>{words.answer}</dt>
        <dd className="shown-text">{record.answer}</dd>
      </div>
    </dl>
  )
}
