import { useEffect, useState } from 'react'
import { text } from '../../text/text.ts'

/** Takes the source's address, and hands it on once it is one. */
export function SourceForm(props: {
  readonly url: string | undefined
  readonly onUrl: (url: string | undefined) => void
}) {
  const { url, onUrl } = props
  const words = text.contribute
  const [typed, setTyped] = useState(url ?? '')
  const address = URL.parse(typed.trim())
  const fine = address !== null && ['http:', 'https:'].includes(address.protocol) && typed.trim().length <= 1_900
  useEffect(() => {
    // Files are read again with it: not with every letter.
    const timer = setTimeout(() => onUrl(fine ? typed.trim() : undefined), 400)
    return () => clearTimeout(timer)
  }, [typed, fine, onUrl])
  const wrong = typed.trim() !== '' && !fine
  return (
    <div className="field">
      <label htmlFor="source">{words.url}</label>
      <input
        id="source"
        type="url"
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        value={typed}
        aria-invalid={wrong}
        aria-describedby="source-hint"
        onChange={({ target }) => setTyped(target.value)}
      />
      <p id="source-hint" className={wrong ? 'note bad' : 'note'}>
        {wrong ? words.urlWrong : words.urlHint}
      </p>
    </div>
  )
}
