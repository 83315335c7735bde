import { useId } from 'react'
import { ShareBar } from '../../parts/ShareBar.tsx'
import { text } from '../../text/text.ts'
import { readBps } from '../new-datanet/draft.ts'
import { givesAway, type PublishDraft, SPLIT_PARTS } from './readPublish.ts'

/** How each fee is cut: five percentages that sum to 100. */
export function SplitFields(props: {
  readonly split: PublishDraft['split']
  readonly minDataShareBps: number
  /** The account has no wallet: giving more away than by default wants its passkey. */
  readonly asksPasskey: boolean
  readonly wrong: string | undefined
  readonly onChange: (split: PublishDraft['split']) => void
}) {
  const words = text.publish
  const id = useId()
  const { split, minDataShareBps, asksPasskey, wrong, onChange } = props
  return (
    <fieldset className="plain" aria-describedby={`${id}-wrong`}>
      <legend className="field-name">{words.split}</legend>
      <p className="field-hint">
        {words.splitLead} {minDataShareBps === 0 ? null : words.dataLeast(String(minDataShareBps / 100))}
      </p>
      <div className="split-fields">
        {SPLIT_PARTS.map((part) => (
          <div key={part} className="field">
            <label htmlFor={`${id}-${part}`}>
              <span className={`swatch swatch-${part}`}>{words.parts[part]}</span>
            </label>
            <input
              id={`${id}-${part}`}
              inputMode="decimal"
              value={split[part]}
              aria-invalid={wrong !== undefined}
              onChange={({ target }) => onChange({ ...split, [part]: target.value })}
            />
          </div>
        ))}
      </div>
      <ShareBar
        parts={SPLIT_PARTS.map((part) => ({
          name: words.parts[part],
          size: BigInt(readBps(split[part]) ?? 0),
          kind: part,
        }))}
      />
      <p id={`${id}-wrong`} className={wrong === undefined ? 'field-hint' : 'field-wrong'} role="status">
        {wrong ?? (asksPasskey && givesAway(split) ? words.confirms : null)}
      </p>
    </fieldset>
  )
}
