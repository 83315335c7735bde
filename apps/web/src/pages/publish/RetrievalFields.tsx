import type { VersionTerms } from '@openledger/core/api/publishing.ts'
import { text } from '../../text/text.ts'

/** Versions that calls look things up in. */
export function RetrievalFields(props: {
  readonly versions: readonly VersionTerms[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}) {
  const words = text.publish
  const { versions, chosen, onChange } = props
  const usable = versions.filter(({ by }) => by !== 'none')
  return (
    <fieldset className="plain">
      <legend className="field-name">{words.retrieval}</legend>
      <p className="field-hint">{usable.length === 0 ? words.retrievalNone : words.retrievalLead}</p>
      <div className="checks">
        {usable.map(({ root, slug, number, count }) => (
          <label key={root}>
            <input
              type="checkbox"
              checked={chosen.includes(root)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, root] : chosen.filter((one) => one !== root))
              }
            />
            <span>{words.versionName(slug, number, count)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
