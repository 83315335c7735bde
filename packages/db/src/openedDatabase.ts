import type { PGlite } from '@electric-sql/pglite'
import type { Database } from './database.ts'
import type { RunStatement } from './runStatement.ts'

/** Where the database lives and who is told about it. */
export type OpenDatabaseOptions = {
  /** A PostgreSQL server's `postgres://…`; left out: the embedded database. */
  readonly url?: string | undefined
  /** Folder of the embedded database; left out as well: in memory, gone with the process. */
  readonly dataDir?: string | undefined
  /** Takes the start-up notice, and what goes wrong with a server later. */
  readonly logger?: { readonly warn: (message: string) => void }
  /**
   * Called once when the server's connection that keeps other nodes out has broken: another node may have the database
   * by now, so whoever wrote to it must end.
   */
  readonly onLost?: (reason: Error) => void
}

/** What a job queue connects to: the embedded server itself, or the server's address. */
export type QueueConnection =
  | { readonly kind: 'embedded'; readonly pglite: PGlite }
  | { readonly kind: 'server'; readonly url: string }

/** An open, migrated database that no other process has open. */
export type OpenedDatabase = {
  readonly db: Database
  readonly run: RunStatement
  readonly queue: QueueConnection
  readonly close: () => Promise<void>
}
