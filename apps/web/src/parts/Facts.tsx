import type { ReactNode } from 'react'

/** Names and what they are: one line each. Undefined values are left out. */
export function Facts(props: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {props.facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Figures beside each other, each with its name above and a line below. */
export function Figures(props: {
  readonly figures: readonly { readonly name: string; readonly value: ReactNode; readonly note?: ReactNode }[]
}) {
  return (
    <dl className="figures-row">
      {props.figures.map(({ name, value, note }) => (
        <div key={name} className="figure">
          <dt>{name}</dt>
          <dd>
            <span className="figure-value">{value}</span>
            {note === undefined ? null : <span className="figure-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
