import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import type { StoreSettings } from '@openledger/engine/store/storeSettings.ts'
import type { EpochChain } from './chain/epochChain.ts'
import type { WorkerLogger } from './workerLogger.ts'

/** How the Python trainer is started. */
export type TrainerSettings = {
  /** Interpreter that has the trainer's packages. */
  readonly python: string
  /** Folder that holds the package openledger_trainer. */
  readonly folder: string
  /** PyTorch threads. */
  readonly threads: number
}

/** What jobs work with, given by whoever starts the worker. */
export type WorkerDeps = {
  readonly db: Database
  /** Opens what records say. */
  readonly contents: Contents
  readonly dataStore: DataStore
  readonly engine: Engine
  readonly trainer: TrainerSettings
  readonly chain: EpochChain
  /** Reads models, prices, versions and Datanets as a verifier does. */
  readonly chainReader: ChainReader
  readonly chainId: number
  readonly settlement: Address
  /** The account whose epochs these are. */
  readonly operator: Address
  /** The base model: the engine's id, its GGUF file, SHA-256 of that file. */
  readonly baseModel: { readonly id: string; readonly file: string; readonly sha256: Hex32 }
  /** Folder of trained adapters; `adapters.dir` is relative to it. */
  readonly modelsDir: string
  /** Where adapters from elsewhere may come from. */
  readonly adapterStore: StoreSettings
  readonly logger: WorkerLogger
  /**
   * Told before and after every durable write of an epoch. Tests throw in it, as if the process had been killed there.
   */
  readonly reached?: (point: string) => void
}
