import { useSyncExternalStore } from 'react'

const NAME = 'openledger.session'
const listeners = new Set<() => void>()

/** The token of who is signed in in this tab; undefined for nobody. It lives in sessionStorage and dies with the tab. */
export function useSignedIn(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sessionStorage.getItem(NAME) ?? undefined,
  )
}

/** Keeps a session's token for this tab; undefined forgets it. */
export function setSignedIn(token: string | undefined): void {
  if (token === undefined) sessionStorage.removeItem(NAME)
  else sessionStorage.setItem(NAME, token)
  for (const listener of listeners) listener()
}
