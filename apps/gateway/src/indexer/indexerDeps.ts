import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'

/** What the tables that follow from the chain are made with. */
export type IndexerDeps = {
  /** Holds the leaf files of versions. */
  readonly dataStore: DataStore
  /** Opens contents to check them in the order of registration. */
  readonly contents: Contents
}
