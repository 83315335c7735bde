import { type ReactNode, useState } from 'react'

/** A heading that unfolds what is below it: made when it is first unfolded, since it may be long. */
export function Unfold(props: { readonly title: string; readonly className: string; readonly children: ReactNode }) {
  const [asked, setAsked] = useState(false)
  return (
    <details className={props.className} onToggle={({ currentTarget }) => setAsked(asked || currentTarget.open)}>
      <summary>{props.title}</summary>
      {asked ? props.children : null}
    </details>
  )
}
