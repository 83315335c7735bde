import { type ReactNode, useState } from 'react'
import { shortHex } from '../format/shortHex.ts'
import { text } from '../text/text.ts'

/** A hash or an address, short; whole in its title. */
export function Hex({ value }: { readonly value: string }) {
  return (
    <span className="hex" title={value}>
      {shortHex(value)}
    </span>
  )
}

/** A hash or an address whole, breaking where it must, with a button that copies it. */
export function WholeHex(props: { readonly value: string; readonly what: string; readonly children?: ReactNode }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(props.value).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_500)
    })
  }
  return (
    <span className="whole-hex">
      {props.children ?? <span className="hex">{props.value}</span>}
      <button type="button" className="copy" onClick={copy} aria-label={text.parts.copy(props.what)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {copied ? <path d="M3 8.5 6.5 12 13 4.5" /> : <path d="M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3" />}
        </svg>
      </button>
      <span className="hidden" role="status">
        {copied ? text.parts.copied : null}
      </span>
    </span>
  )
}
