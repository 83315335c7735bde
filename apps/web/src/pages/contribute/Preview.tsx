import { contributionRecordsMax } from '@openledger/core/api/contributions.ts'
import type { RecordRanges } from '@openledger/core/api/uploads.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { countRanges } from '@openledger/data/ingest/recordRanges.ts'
import { useAction } from '../../account/useAction.ts'
import type { PreviewFacts } from '../../contribute/messages.ts'
import { placeWords } from '../../contribute/placeWords.ts'
import type { LookOptions } from '../../contribute/useLook.ts'
import { Figures } from '../../parts/Facts.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'
import { ChooseRecords } from './ChooseRecords.tsx'
import { ShownText } from './ShownText.tsx'

type Place = Parameters<typeof placeWords>[0]
const number = (value: number) => value.toLocaleString(text.language)
const words = text.contribute

/** What the files would become: counts, the first records, what was left out and why; then the signature. */
export function Preview(props: {
  readonly preview: PreviewFacts
  readonly brought: readonly NamedFile[]
  readonly options: LookOptions
  /** What is left out of each file, by its path. */
  readonly without: Without
  readonly onWithout: (path: string, ranges: RecordRanges) => void
  readonly onSign: (preview: PreviewFacts) => Promise<void>
}) {
  const { preview, brought, options, without, onWithout, onSign } = props
  const mapped = options.mapping !== undefined
  const { busy, run } = useAction()
  const { leftOut, changed, reading, done, files, licence } = preview
  const deselected = files.reduce((sum, { path }) => sum + countRanges(without.get(path) ?? []), 0)
  const records = preview.records - deselected
  const [rows, paging] = usePaging(files, 20)
  return (
    <Section title={words.preview}>
      <Figures
        figures={[
          { name: words.records, value: number(records), note: words.recordsNote(signatures(preview, without)) },
          {
            name: words.leftOut,
            value: number(leftOut + deselected),
            note: deselected === 0 ? words.leftOutNote : words.deselectedNote(deselected),
          },
          { name: words.changed, value: number(changed), note: words.changedNote },
        ]}
      />
      <p className="note" role="status">
        {reading === null ? null : words.reading(reading)}
        {licence === null ? null : words.licence(licence)}
      </p>
      {done && records === 0 ? (
        deselected === 0 ? (
          <Empty title={words.nothing}>{words.nothingBody}</Empty>
        ) : (
          <Empty title={words.allOut}>{words.allOutBody}</Empty>
        )
      ) : null}
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
          { name: words.records, figures: true, cell: (file) => number(taken(file, without)) },
          {
            name: words.leftOut,
            figures: true,
            cell: (file) => number(file.leftOut + file.records - taken(file, without)),
          },
        ]}
      />
      {paging}
      {done ? (
        <ChooseRecords files={files} brought={brought} options={options} without={without} onWithout={onWithout} />
      ) : null}
      <Reasons preview={preview} />
      <FirstRecords preview={preview} />
    </Section>
  )
}

/** What is left out of each file, by its path. */
export type Without = ReadonlyMap<string, RecordRanges>

/** Records of a file that are signed. */
function taken({ path, records }: PreviewFacts['files'][number], without: Without): number {
  return records - countRanges(without.get(path) ?? [])
}

function signatures({ files }: PreviewFacts, without: Without): number {
  return files.reduce((sum, file) => sum + Math.ceil(taken(file, without) / contributionRecordsMax), 0)
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
            <ShownText content={content} />
          </li>
        ))}
      </ol>
    </details>
  )
}
