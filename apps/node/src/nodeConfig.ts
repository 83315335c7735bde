import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { contractAddressesSchema } from '@openledger/core/api/addresses.ts'
import { weiTextSchema } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeSettingsSchema } from '@openledger/engine/store/storeSettings.ts'
import { z } from 'zod'
import { nodeErrors } from './errors.ts'
import { vllmConfigSchema } from './vllmConfig.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')

const wei = weiTextSchema.transform(BigInt)

/** An address that people reach the node under, as browsers say it: no path, and in the open on this machine only. */
const originSchema = z
  .url({ protocol: /^https?$/ })
  .refine(isOrigin, 'must be https://HOST or https://HOST:PORT; http:// for localhost, 127.0.0.1 and [::1] alone')

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return origin === text && (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}

/** What a node is told at its start. Paths may be relative to the configuration's own folder. */
export const nodeConfigSchema = z.strictObject({
  /** Folder of all state: db/ (without a databaseUrl), data/, models/, logs/, run/ lie in it. */
  home: z.string().min(1),
  /** A PostgreSQL database of the node's own, `postgres://…`; absent: the embedded one, in home/db. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  rpcUrl: z.url(),
  /** A second RPC of the same chain: what the two don't agree on is not believed. */
  compareRpcUrl: z.url().optional(),
  /** Deepest reorganisation, in blocks, that is followed; a deeper one stops payouts. */
  finalityDepth: z.int().min(1).max(10_000).default(256),
  /** Once, after a deeper one was looked at: index the chain afresh. */
  acceptReorg: z.boolean().default(false),
  /** False on chains whose block headers or receipts are not Ethereum's: their hashes are not derived again. */
  checkBlocks: z.boolean().default(true),
  chainId: z.int().min(1),
  addresses: contractAddressesSchema,
  /** JSON file { privateKey } of the operator. */
  operatorKeyFile: z.string().min(1),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0: any free port; run/node.json says which. */
  port: z.int().min(0).max(65_535).default(0),
  /**
   * Where people reach it, e.g. behind a proxy: what they sign in to, the main one first. Passkeys are for the name of
   * the first that has one. By default http://localhost:PORT and http://127.0.0.1:PORT. A request's Host says nothing.
   */
  origins: z.array(originSchema).min(1).max(16).optional(),
  /** Ether that the operator gives in a day for the gas of accounts whose key it keeps, to one and to all, wei. */
  keptGas: z.strictObject({ account: wei, all: wei }).optional(),
  /** The base model that is served and trained on. */
  baseModel: z.strictObject({ id: z.string().min(1), file: z.string().min(1), sha256 }),
  /** GGUF of the embedding model. */
  embeddingModel: z.strictObject({ id: z.string().min(1), file: z.string().min(1) }),
  /** Python that has the trainer's packages. */
  python: z.string().min(1),
  /** Folder that holds the Python package openledger_trainer. */
  trainerFolder: z.string().min(1),
  /** Folder of the built web app; absent: the API alone is served. */
  webFolder: z.string().min(1).optional(),
  /** Where adapters of others may come from. */
  adapterStore: storeSettingsSchema.prefault({}),
  /** A chain whose time may be moved. */
  devChain: z.boolean().default(false),
  /** Threads of the engine; more than cores − 1 stalls it. */
  engineThreads: z.int().min(1).max(256).default(1),
  /** Threads of the engine for many tokens at once; it uses `engineThreads` where these are faster. By default all cores. */
  engineBatchThreads: z
    .int()
    .min(1)
    .max(256)
    .default(() => availableParallelism()),
  /** Bytes of adapters that the engine keeps in memory; those that calls use at a time may be more. */
  engineAdapterMemory: z
    .int()
    .min(0)
    .default(512 * 2 ** 20),
  /**
   * Tokens of calls with the same adapters evaluated together: `exact` where each call gets the bits that it would get
   * alone; `always`, which a GPU wants; `off`.
   */
  engineBatching: z.enum(['exact', 'always', 'off']).default('exact'),
  /** A vLLM server that answers in the engine's place; absent: llama.cpp does, here. */
  vllm: vllmConfigSchema.optional(),
  /** Calls that are answered side by side. */
  concurrentCalls: z.int().min(1).max(4_096).default(4),
  /** Calls that may wait for a turn; more are refused with GATEWAY_OVERLOADED. */
  waitingCalls: z.int().min(0).max(100_000).default(256),
  /** How calls are paid for without an account, by x402; absent: they are not. */
  x402: z
    .strictObject({
      /** Wei of OPEN of the operator's own that lend to calls whose payments are on their way. */
      float: wei.refine((amount) => amount > 0n, 'must be above 0'),
      /** What a wallet is owed is sent back from so many wei on: a transfer costs the operator gas. */
      returnMinimum: wei,
      /** Payments that may be on their way at a time. */
      openPayments: z.int().min(1).max(10_000).default(64),
      /** Seconds after which a payment whose call was never made is owed back. */
      unusedAfter_s: z.int().min(60).max(86_400).default(900),
    })
    .optional(),
  /** Threads of training and influence. */
  trainerThreads: z.int().min(1).max(256).default(2),
  /**
   * Where a trace of each call is sent, by OTLP over HTTP (`http://HOST:4318/v1/traces`); absent: nowhere. `share`: of how
   * many calls.
   */
  traces: z
    .strictObject({ endpoint: z.url({ protocol: /^https?$/ }), share: z.number().min(0).max(1).default(1) })
    .optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

/** A node's configuration with absolute paths. */
export type NodeConfig = z.output<typeof nodeConfigSchema>

/**
 * Reads a configuration file.
 *
 * @param file path of the JSON file.
 * @throws NODE_CONFIG_INVALID naming the field.
 */
export async function readNodeConfig(file: string): Promise<NodeConfig> {
  const from = dirname(resolve(file))
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new OpenLedgerError(nodeErrors.NODE_CONFIG_INVALID, `${file} can't be read as JSON.`, { cause })
  }
  const parsed = nodeConfigSchema.safeParse(json)
  if (!parsed.success) {
    throw new OpenLedgerError(nodeErrors.NODE_CONFIG_INVALID, `${file}: ${z.prettifyError(parsed.error)}`)
  }
  const config = parsed.data
  return {
    ...config,
    home: resolve(from, config.home),
    operatorKeyFile: resolve(from, config.operatorKeyFile),
    baseModel: { ...config.baseModel, file: resolve(from, config.baseModel.file) },
    embeddingModel: { ...config.embeddingModel, file: resolve(from, config.embeddingModel.file) },
    python: config.python.includes('/') ? resolve(from, config.python) : config.python,
    trainerFolder: resolve(from, config.trainerFolder),
    vllm: config.vllm && {
      ...config.vllm,
      adaptersFolder: config.vllm.adaptersFolder === undefined ? undefined : resolve(from, config.vllm.adaptersFolder),
    },
    webFolder: config.webFolder === undefined ? undefined : resolve(from, config.webFolder),
  }
}
