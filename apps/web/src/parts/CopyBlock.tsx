import { useState } from 'react'
import { text } from '../text/text.ts'

/** Text to take elsewhere, in its own letters, with a button that copies it. */
export function CopyBlock({ what, value }: { readonly what: string; readonly value: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(value).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_500)
    })
  }
  return (
    <div className="copy-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its box is scrolled by keys */}
      <section tabIndex={0} aria-label={what}>
        <pre>{value}</pre>
      </section>
      <p className="actions">
        <button type="button" className="button-quiet" onClick={copy} aria-label={text.parts.copy(what)}>
          {copied ? text.parts.copied : text.factory.copy}
        </button>
      </p>
    </div>
  )
}
