import type { ApiRoute } from '@openledger/core/api/apiRoute.ts'
import type { Caller, Person } from './callers.ts'
import type { AuthzWorld, Marker } from './world.ts'

/** A status of success, or the code of an error. */
export type Outcome = 'allowed' | (string & {})

/** One route and one object: what comes of it for whom. */
export type AuthzRow = {
  readonly route: ApiRoute
  /** Whose thing is asked for, e.g. "a key of the payer". */
  readonly object: string
  /** What is asked, made anew for each cell where an allowed request changes something. */
  readonly ask: (world: AuthzWorld, caller: Caller) => Asked | Promise<Asked>
  /** By person; `anyone` for all others. Who a route takes for nobody counts as anyone, unless `nobody` says more. */
  readonly outcomes: Partial<Record<Person | 'nobody', Outcome>> & { readonly anyone: Outcome }
  /** What an answer that is no error comes to, where it tells by itself. */
  readonly read?: (text: string) => Outcome
  /** What an answer may hold of the world's secrets, by person. */
  readonly sees?: Partial<Record<Person, readonly Marker[]>>
  /** What it may hold beside, whether or not it does. */
  readonly maySee?: Partial<Record<Person, readonly Marker[]>>
}

/** Path and query as sent, and a JSON body or text. */
export type Asked = { readonly path: string; readonly body?: unknown }

/** Rows of one area, in a file of this folder's `rows/`. */
export function defineRows(rows: readonly AuthzRow[]): readonly AuthzRow[] {
  return rows
}
