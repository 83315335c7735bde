import type { RecordFindings } from '@openledger/core/api/checks.ts'
import { useState } from 'react'
import { RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty } from '../../parts/State.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'
import { ShowWhere } from './ShowWhere.tsx'

const TONES = { accept: 'good', mark: 'warn', refuse: 'bad', pending: 'quiet' } as const
const words = text.findingsPage

/** Each record with its verdict, its findings with reason and places, and its score. */
export function FoundList(props: { readonly records: readonly RecordFindings[]; readonly isOwn: boolean }) {
  const { records, isOwn } = props
  const [show, setShow] = useState<'found' | 'all'>('found')
  const chosen = show === 'all' ? records : records.filter(({ findings }) => findings.length > 0)
  const [rows, paging] = usePaging(chosen, 20)
  return (
    <Section title={words.found}>
      <fieldset className="found-show">
        <legend className="hidden">{words.show}</legend>
        {(['found', 'all'] as const).map((which) => (
          <label key={which} className="check-line">
            <input type="radio" name="show" checked={show === which} onChange={() => setShow(which)} />
            {words.shows[which]}
          </label>
        ))}
      </fieldset>
      {rows.length > 0 ? null : records.every(({ quality }) => quality === null) ? (
        <Empty title={words.waiting}>{words.waitingBody}</Empty>
      ) : (
        <Empty title={words.none}>{words.noneBody}</Empty>
      )}
      <ol className="found-list">
        {rows.map((record) => (
          <li key={record.commitment} className="found">
            <Found record={record} isOwn={isOwn} />
          </li>
        ))}
      </ol>
      {paging}
    </Section>
  )
}

function Found({ record, isOwn }: { readonly record: RecordFindings; readonly isOwn: boolean }) {
  const { index, commitment, verdict, findings, quality } = record
  const places = findings.flatMap((finding) => finding.places ?? [])
  return (
    <>
      <p className="found-head">
        <strong>{words.record(index + 1)}</strong>
        <Tag tone={TONES[verdict]}>{words.verdicts[verdict]}</Tag>
        {quality === null ? null : <span>{words.quality(quality.score)}</span>}
        <RecordLink commitment={commitment} />
      </p>
      {findings.length === 0 ? (
        <p className="quiet">{words.clean}</p>
      ) : (
        <div className="found-reasons">
          {findings.map((finding) => (
            <div key={`${finding.check} ${finding.code}`}>
              <p>
                {finding.reason} <code>{finding.code}</code>
              </p>
              {finding.places === undefined || finding.places.length === 0 ? null : (
                <ul className="found-places">
                  {finding.places.map(({ kind, field, start, end }) => (
                    <li key={`${field} ${start} ${end}`}>
                      {words.place(words.placeKinds[kind] ?? kind, words.fields(field), start, end)}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          ))}
        </div>
      )}
      {isOwn && places.length > 0 ? <ShowWhere commitment={commitment} places={places} /> : null}
      {quality === null || quality.parts.length === 0 ? null : (
        <details>
          <summary>{words.scoreParts}</summary>
          <ul className="found-places">
            {quality.parts.map(({ name, points, reason }) => (
              <li key={`${name} ${reason}`}>
                {words.points(points)} {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
