import { useSyncExternalStore } from 'react'

const NAME = 'openledger.key'
/** Which of the account's keys it is; nothing for a key from elsewhere. */
const ID_NAME = 'openledger.key.id'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The API key of this tab; undefined while none was given. It lives in sessionStorage and dies with the tab. */
export function useSessionKey(): string | undefined {
  return useSyncExternalStore(subscribe, () => sessionStorage.getItem(NAME) ?? undefined)
}

/** The id of that key where it was made here by its account: its budget can then be asked for. */
export function useSessionKeyId(): string | undefined {
  return useSyncExternalStore(subscribe, () => sessionStorage.getItem(ID_NAME) ?? undefined)
}

/** Keeps an API key for this tab, with its id where it is known; undefined forgets it. */
export function setSessionKey(key: string | undefined, keyId?: string): void {
  if (key === undefined) sessionStorage.removeItem(NAME)
  else sessionStorage.setItem(NAME, key)
  if (key === undefined || keyId === undefined) sessionStorage.removeItem(ID_NAME)
  else sessionStorage.setItem(ID_NAME, keyId)
  for (const listener of listeners) listener()
}
