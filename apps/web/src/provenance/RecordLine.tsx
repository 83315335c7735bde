import { useId, useState } from 'react'
import { formatShare } from '../format/formatShare.ts'
import { Amount } from '../parts/Amount.tsx'
import { Hex } from '../parts/Hex.tsx'
import { AccountLink, DatanetLink, RecordLink } from '../parts/links.tsx'
import { text } from '../text/text.ts'
import { RecordWords } from './RecordWords.tsx'
import type { SourceRecord } from './sourceRecords.ts'
import type { Highlight, Pointed } from './useHighlight.ts'

/** All of a call's weight. */
const W = 10n ** 18n

/** A record behind an answer: why it is there, whose it is, what it earned; on request who gets what, and what it says. */
export function RecordLine(props: {
  readonly record: SourceRecord
  readonly slug: string | undefined
  /** How a model of an ensemble is called, by the hash of its index; undefined where there is one model. */
  readonly modelOf: (indexHash: string) => string | undefined
  /** Whether money is known. */
  readonly derived: boolean
  readonly highlight: Highlight
}) {
  const { record, slug, modelOf, derived, highlight } = props
  const { number, commitment, contributor, datanetId, ways, weight, whole, credits } = record
  const [open, setOpen] = useState(false)
  const id = useId()
  const words = text.provenance
  const pointed: Pointed = { kind: 'record', commitment }
  const flat = ways.every(({ method }) => method === 'flat')
  return (
    <li
      className="prov-record"
      data-lit={highlight.lit.records.has(commitment)}
      onPointerEnter={() => highlight.point(pointed)}
      onPointerLeave={() => highlight.point(undefined)}
    >
      <div className="prov-record-head">
        {flat ? (
          <span className="prov-pool">{text.call.pool}</span>
        ) : (
          <button
            type="button"
            className="prov-mark"
            aria-label={words.shown(number)}
            aria-pressed={highlight.isChosen(pointed)}
            data-lit={highlight.lit.records.has(commitment)}
            onClick={() => highlight.choose(pointed)}
          >
            {number}
          </button>
        )}
        {flat ? <DatanetLink datanetId={datanetId} slug={slug} /> : <RecordLink commitment={commitment} />}
        <span className="prov-earned">
          {derived ? <Amount wei={whole} unit /> : null} <span className="quiet">{formatShare(weight, W)}</span>
        </span>
      </div>
      {flat ? null : (
        <p className="prov-record-facts">
          {contributor === null ? null : <AccountLink address={contributor} />}{' '}
          <DatanetLink datanetId={datanetId} slug={slug} />{' '}
          {ways.map(({ method, score, indexHash }) => {
            const model = method === 'influence' ? modelOf(indexHash) : undefined
            return (
              <span key={`${method} ${indexHash}`} className={`swatch swatch-${method}`}>
                {text.call.method[method]}
                {model === undefined ? '' : ` ${words.influenceOf(model)}`}{' '}
                <span className="hex">{(Number(score) / 1e6).toFixed(3)}</span>
              </span>
            )
          })}
        </p>
      )}
      <button
        type="button"
        className="link prov-more"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {words.details(number)}
      </button>
      <div id={id} hidden={!open}>
        {open ? (
          <>
            <dl className="prov-credits">
              {credits.map(({ account, role, amount }) => (
                <div key={`${account} ${role}`}>
                  <dt>
                    <AccountLink address={account} />
                    <span className="under">{words.role[role as 4 | 5 | 6]}</span>
                  </dt>
                  <dd>
                    <Amount wei={amount} />
                    <span className="under">{text.parts.wei(amount.toString())}</span>
                  </dd>
                </div>
              ))}
              {derived ? (
                <div className="prov-credits-sum">
                  <dt>
                    {flat ? text.call.pool : words.recordNumber(number)} <Hex value={commitment} />
                  </dt>
                  <dd>
                    <Amount wei={whole} />
                    <span className="under">{text.parts.wei(whole.toString())}</span>
                  </dd>
                </div>
              ) : null}
            </dl>
            {flat ? null : <RecordWords commitment={commitment} />}
          </>
        ) : null}
      </div>
    </li>
  )
}
