import { useSyncExternalStore } from 'react'

const NAME = 'openledger.key'
const listeners = new Set<() => void>()

/** The API key of this tab; undefined while none was given. It lives in sessionStorage and dies with the tab. */
export function useSessionKey(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sessionStorage.getItem(NAME) ?? undefined,
  )
}

/** Keeps an API key for this tab; undefined forgets it. */
export function setSessionKey(key: string | undefined): void {
  if (key === undefined) sessionStorage.removeItem(NAME)
  else sessionStorage.setItem(NAME, key)
  for (const listener of listeners) listener()
}
