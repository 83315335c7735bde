import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'

/** Grey lines where text will be; announced once. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className="loading" role="status">
      <span className="hidden">{text.state.loading}</span>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((line) => (
        <span key={line} className="loading-line" aria-hidden="true" />
      ))}
    </div>
  )
}

/** Nothing there yet, and what would put something there. */
export function Empty(props: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{props.title}</p>
      {props.children === undefined ? null : <p>{props.children}</p>}
    </div>
  )
}

/** An error in the gateway's words: what happened, what to do, its code. */
export function Failure(props: { readonly error: Error; readonly retry?: () => void }) {
  const { error, retry } = props
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{error.message}</p>
      {error instanceof ApiError ? (
        <>
          <p>{error.hint}</p>
          <p className="failure-code">
            {text.state.code} <code>{error.code}</code>
          </p>
        </>
      ) : null}
      {retry === undefined ? null : (
        <button type="button" onClick={retry}>
          {text.state.retry}
        </button>
      )}
    </div>
  )
}

/**
 * Shows a query: its data, old data while the gateway is away, lines while it loads, its error when there is nothing
 * to show.
 */
export function Loaded<T>(props: {
  readonly query: UseQueryResult<T, Error>
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = props.query
  if (data !== undefined) return props.children(data)
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />
  return <Loading {...(props.lines === undefined ? {} : { lines: props.lines })} />
}
