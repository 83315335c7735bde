import { useSyncExternalStore } from 'react'

/** Whether the gateway answers, and when it last did (ms since 1970; undefined: never yet). */
export type Reachability = { readonly answers: boolean; readonly lastAnswer: number | undefined }

let current: Reachability = { answers: true, lastAnswer: undefined }
const listeners = new Set<() => void>()

function change(next: Reachability): void {
  const shown = next.answers !== current.answers
  current = next
  if (shown) for (const listener of listeners) listener()
}

/** Tells that a request was answered, with whatever status. */
export function noteAnswer(): void {
  change({ answers: true, lastAnswer: Date.now() })
}

/** Tells that a request got no answer at all. */
export function noteSilence(): void {
  change({ ...current, answers: false })
}

/** Follows whether the gateway answers. */
export function useReachability(): Reachability {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
