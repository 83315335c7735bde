import { useState } from 'react'
import { text } from '../../text/text.ts'

/** Lines to copy into a shell or a program. */
export function Code({ what, code }: { readonly what: string; readonly code: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(code).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_500)
    })
  return (
    <div>
      <p className="actions">
        <span className="quiet">{what}</span>
        <button type="button" className="link" aria-label={text.publish.copy(what)} onClick={copy}>
          {copied ? text.parts.copied : text.publish.copyShort}
        </button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys */}
      <pre className="code" tabIndex={0} aria-label={what}>
        {code}
      </pre>
    </div>
  )
}
