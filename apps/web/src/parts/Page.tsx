import { type ReactNode, useEffect } from 'react'
import { text } from '../text/text.ts'

/** A page's frame: what kind of thing it shows, its name, one sentence about it. */
export function Page(props: {
  readonly kind?: string
  readonly title: string
  /** How the heading shows the title, when not as plain text. */
  readonly heading?: ReactNode
  readonly lead?: ReactNode
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = `${props.title} · ${text.name}`
  }, [props.title])
  return (
    <div className="page">
      <div className="page-head">
        {props.kind === undefined ? null : <p className="kind">{props.kind}</p>}
        <h1>{props.heading ?? props.title}</h1>
        {props.lead === undefined ? null : <p className="lead">{props.lead}</p>}
      </div>
      {props.children}
    </div>
  )
}

/** A part of a page under a heading of its own. */
export function Section(props: {
  readonly title: string
  readonly lead?: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{props.title}</h2>
        {props.action}
      </div>
      {props.lead === undefined ? null : <p className="note">{props.lead}</p>}
      {props.children}
    </section>
  )
}
