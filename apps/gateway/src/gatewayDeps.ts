import type { Challenges } from '@openledger/chain/challenger/readChallenges.ts'
import type { CommittedTexts } from '@openledger/chain/reader/readDatanetTexts.ts'
import type { HoldersQuery } from '@openledger/chain/reader/readHolders.ts'
import type { Stake } from '@openledger/chain/reader/readStakes.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { CallHolders } from '@openledger/core/api/calls.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { Contents } from '@openledger/db/contents/createContents.ts'
import type { Database } from '@openledger/db/database.ts'
import type { RunStatement } from '@openledger/db/runStatement.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import type { Tracer } from '@opentelemetry/api'
import type { Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { GasLimits } from './acting/gasLimits.ts'
import type { AdmissionOptions } from './admission/createAdmission.ts'
import type { GatewayLogger } from './gatewayLogger.ts'
import type { LogTail } from './operator/createLogTail.ts'
import type { X402Options } from './x402/x402Options.ts'

/** The chain that the gateway stands on. */
export type GatewayChain = {
  readonly chainId: number
  /** An RPC that callers may use. */
  readonly rpcUrl: string
  /** Why what was read of the chain can't be relied on; undefined when it can. */
  readonly trouble?: () => { readonly code: string; readonly message: string; readonly hint: string } | undefined
  readonly addresses: ContractAddresses
  /** Blocks below the newest after which nothing is undone; undefined where that is not held to. */
  readonly finalityDepth?: number
  /** The chain's newest block, its time in Unix seconds. */
  readonly head: () => Promise<{ readonly number: bigint; readonly time: bigint }>
  /** What an operator has put up for its epochs, and what of it is bound, wei. */
  readonly bondOf: (operator: Address) => Promise<{ readonly amount: bigint; readonly locked: bigint }>
  /** What others did about an operator's epoch; may be some seconds old. */
  readonly challengesOf: (operator: Address, number: bigint) => Promise<Challenges>
  /** What an account has staked. */
  readonly stakesOf: (account: Address) => Promise<readonly Stake[]>
  /** Unix seconds of the chain's newest block; throws when the chain is out of reach. */
  readonly newestBlockTime: () => Promise<number>
  /** Wei that an account has claimed from the operator's epochs. */
  readonly claimedOf: (operator: Address, account: Address) => Promise<bigint>
  /** The contract in which the operator's accounts claim. */
  readonly vaultOf: (operator: Address) => Promise<Address>
  /** What a Datanet commits to now; undefined when there is none. */
  readonly committedTexts: (datanetId: Hash32) => Promise<CommittedTexts | undefined>
  /** Wei that have to lie in an account so that its call can be sent. @throws CHAIN_REVERTED when it would revert */
  readonly gasNeed: (from: Address, call: { readonly to: Address; readonly data: Hex }) => Promise<bigint>
  /** OPEN of an account, wei. */
  readonly openOf: (account: Address) => Promise<bigint>
  /** Ether of an account, wei. */
  readonly etherOf: (account: Address) => Promise<bigint>
  /** Last second (Unix) at which a developer's grant holds; 0 for none. */
  readonly grantExpiry: (datanetId: Hash32, developer: Address) => Promise<bigint>
  /** Whose the parts of a call are at its receipt's time. */
  readonly holdersOf: (query: HoldersQuery) => Promise<CallHolders>
  /** Whether an account's code, if it has any, takes a signature of a digest (ERC-1271). */
  readonly takesSignature: (account: Address, digest: Hash32, signature: `0x${string}`) => Promise<boolean>
  /** Whether a contract wallet takes a signature, deployed (ERC-1271) or not yet (ERC-6492), within little gas. */
  readonly takesWalletSignature: (account: Address, digest: Hash32, signature: `0x${string}`) => Promise<boolean>
  /** Whether the developer's grant asks no fee for training on the version, or got it. */
  readonly isTrainingPaid: (root: Hash32, datanetId: Hash32, developer: Address) => Promise<boolean>
}

/** Sends the operator's transactions; the same key never sends twice. */
export type GatewayPublisher = {
  /** Resolves once the transaction is in a block. @throws CHAIN_* */
  readonly send: (transaction: {
    readonly key: string
    readonly to: Address
    readonly data: Hex
    readonly value?: bigint
  }) => Promise<{ readonly transactionHash: Hash32; readonly blockNumber: bigint }>
}

/** The same with the key of an account that the gateway keeps. */
export type KeptPublisher = GatewayPublisher & {
  /** Sends again what the chain forgot. */
  readonly reconcile: () => Promise<unknown>
}

/** How the gateway hands work to the worker, which implements it. */
export type GatewayJobs = {
  /** Puts a job in the queue; a second job with the same id isn't added. */
  enqueue(
    name: string,
    data: object,
    options?: { readonly id?: string; readonly startAfterSeconds?: number },
  ): Promise<string>
}

/** The models that this gateway can load. */
export type ModelsConfig = {
  /** The base model: the engine's id for it, which is also its name on chain, and the SHA-256 of its file. */
  readonly base: { readonly id: string; readonly hash: Hash32 }
  /** The same of the engine's embedding model. */
  readonly embedding?: { readonly id: string; readonly hash: Hash32 } | undefined
  /** Folder under which `adapters.dir` lies. */
  readonly modelsDir: string
  /** Answer tokens of a request that sets no maximum. */
  readonly defaultMaxTokens: number
}

/** Everything that the gateway works with, given by whoever starts it. */
export type GatewayDeps = {
  readonly db: Database
  readonly run: RunStatement
  readonly chain: GatewayChain
  readonly publisher: GatewayPublisher
  /** What sends with another key; nothing else may send with that one meanwhile. */
  readonly publisherOf: (account: PrivateKeyAccount) => KeptPublisher
  /** What the operator gives for the gas of accounts whose key it keeps, in a day; GAS_LIMITS unless given. */
  readonly gasLimits?: GasLimits | undefined
  readonly engine: Engine
  readonly dataStore: DataStore
  /** Where uploaded files lie until their records are opened; private. */
  readonly uploadsFolder: string
  readonly jobs: GatewayJobs
  /** Calls that are answered side by side, as many as the engine does at once, and calls that may wait for a turn. */
  readonly capacity: AdmissionOptions
  /** Signs receipts. */
  readonly operator: PrivateKeyAccount
  /** 32 bytes under which session signers are sealed; derived from the operator's key. */
  readonly sealingSecret: Uint8Array
  /** 32 bytes under which the keys of accounts without a wallet are sealed; derived from the operator's key. */
  readonly accountSecret: Uint8Array
  /** Seals and opens what records say. */
  readonly contents: Contents
  /** Where people reach this gateway (`https://ledger.example`), the main address first: what they sign in to. */
  readonly origins: () => readonly string[]
  readonly models: ModelsConfig
  /** The approved code hash that the operator's epochs carry. */
  readonly codeHash: Hash32
  /** How calls are paid for without an account; undefined where they are not. */
  readonly x402Options?: X402Options | undefined
  readonly versions: Readonly<Record<string, string>>
  /** Records a span for each call; none are recorded without it. */
  readonly tracer?: Tracer | undefined
  readonly logger: GatewayLogger
  /** The log's last lines, for the operator to read; undefined where none are kept. */
  readonly logTail?: LogTail | undefined
  /** Milliseconds since 1970. */
  readonly clock: { readonly now: () => number }
}
