import type { StoredAdapter } from '@openledger/core/api/adapters.ts'
import type { ConvertAdapter } from './convert/convertAdapter.ts'
import type { ResolveHost } from './net/resolveOnce.ts'
import type { FindRegistered } from './sources/fetchSource.ts'
import type { StoreSettings } from './storeSettings.ts'

/** A store and what it works with. */
export type AdapterStore = {
  /** Folder of the store; made when it is missing. */
  readonly dir: string
  /** The base model that adapters are held against: the engine's id, its GGUF, that file's SHA-256 (hex). */
  readonly base: { readonly id: string; readonly file: string; readonly sha256: string }
  readonly settings: StoreSettings
  readonly convert: ConvertAdapter
  readonly findRegistered: FindRegistered
  /** Looks up host names; the system's resolver unless set. */
  readonly resolve?: ResolveHost
}

export type ImportOptions = {
  /** The licence, where the source does not say it. */
  readonly licence?: string | undefined
  /** Refuse another content: the adapter's id, or the SHA-256 of its weights file as the source has it. */
  readonly expected?: string | undefined
  readonly signal: AbortSignal
}

/** What is known of an adapter in the store, and whether it was there before. */
export type Imported = { readonly adapter: StoredAdapter; readonly found: boolean }
