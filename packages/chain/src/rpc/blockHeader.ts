import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema, hexSchema } from '@openledger/core/primitives/hex.ts'
import { type Hex, keccak256, type PublicClient, toRlp } from 'viem'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'

/** A JSON-RPC quantity: no leading zeros but for 0 itself. */
export const quantitySchema = z.custom<Hex>(
  (value) => typeof value === 'string' && /^0x(0|[1-9a-f][0-9a-f]*)$/.test(value),
  { error: 'expected a quantity' },
)

const headerSchema = z.object({
  hash: hex32Schema,
  parentHash: hex32Schema,
  sha3Uncles: hex32Schema,
  miner: addressSchema,
  stateRoot: hex32Schema,
  transactionsRoot: hex32Schema,
  receiptsRoot: hex32Schema,
  logsBloom: hexSchema.refine((bloom) => bloom.length === 514, 'expected 256 bytes'),
  difficulty: quantitySchema,
  number: quantitySchema,
  gasLimit: quantitySchema,
  gasUsed: quantitySchema,
  timestamp: quantitySchema,
  extraData: hexSchema,
  mixHash: hex32Schema,
  nonce: hexSchema,
  baseFeePerGas: quantitySchema.optional(),
  withdrawalsRoot: hex32Schema.optional(),
  blobGasUsed: quantitySchema.optional(),
  excessBlobGas: quantitySchema.optional(),
  parentBeaconBlockRoot: hex32Schema.optional(),
  requestsHash: hex32Schema.optional(),
  transactions: z.array(hex32Schema),
})

/** A block without its transactions' content, whose fields hash to `hash` where that was checked. */
export type BlockHeader = {
  readonly number: bigint
  readonly hash: Hex32
  readonly parentHash: Hex32
  readonly receiptsRoot: Hex32
  readonly logsBloom: Hex
  readonly transactions: readonly Hex32[]
}

/**
 * Checks a block as an RPC gives it: its form, that it is the one asked for, and that its fields hash to its hash.
 * @param checkHash false for chains whose headers are not Ethereum's
 * @throws CHAIN_ANSWER_INVALID
 */
export function parseHeader(answer: unknown, wanted: bigint, checkHash: boolean): BlockHeader {
  const parsed = headerSchema.safeParse(answer)
  if (!parsed.success) throw invalid(wanted, `has not the form of a block: ${z.prettifyError(parsed.error)}`)
  const header = parsed.data
  if (BigInt(header.number) !== wanted) throw invalid(wanted, `is block ${BigInt(header.number)}`)
  if (checkHash && hashOf(header) !== header.hash) throw invalid(wanted, `does not hash to ${header.hash}`)
  const { hash, parentHash, receiptsRoot, logsBloom, transactions } = header
  return { number: wanted, hash, parentHash, receiptsRoot, logsBloom, transactions }
}

/**
 * Asks for one block by number.
 * @returns undefined when the chain has none there
 * @throws CHAIN_ANSWER_INVALID, what viem throws
 */
export async function fetchHeader(
  client: PublicClient,
  number: bigint,
  checkHash: boolean,
): Promise<BlockHeader | undefined> {
  const answer: unknown = await client.request({
    method: 'eth_getBlockByNumber',
    params: [`0x${number.toString(16)}`, false],
  })
  return answer === null ? undefined : parseHeader(answer, number, checkHash)
}

/** keccak of the header's RLP; the fields of later forks follow in the order in which they came. */
function hashOf(header: z.output<typeof headerSchema>): Hex32 {
  const { parentHash, sha3Uncles, miner, stateRoot, transactionsRoot, receiptsRoot, logsBloom } = header
  const { extraData, mixHash, nonce, withdrawalsRoot, parentBeaconBlockRoot, requestsHash } = header
  const later = [
    header.baseFeePerGas === undefined ? undefined : integer(header.baseFeePerGas),
    withdrawalsRoot,
    header.blobGasUsed === undefined ? undefined : integer(header.blobGasUsed),
    header.excessBlobGas === undefined ? undefined : integer(header.excessBlobGas),
    parentBeaconBlockRoot,
    requestsHash,
  ]
  return keccak256(
    toRlp([
      ...[parentHash, sha3Uncles, miner, stateRoot, transactionsRoot, receiptsRoot, logsBloom],
      ...[header.difficulty, header.number, header.gasLimit, header.gasUsed, header.timestamp].map(integer),
      ...[extraData, mixHash, nonce],
      ...later.filter((field) => field !== undefined),
    ]),
  )
}

/** A quantity as RLP has integers: whole bytes without leading zeros, nothing for 0. */
export function integer(quantity: Hex): Hex {
  if (quantity === '0x0') return '0x'
  return quantity.length % 2 === 0 ? quantity : `0x0${quantity.slice(2)}`
}

function invalid(number: bigint, what: string): OpenLedgerError {
  return new OpenLedgerError(chainErrors.CHAIN_ANSWER_INVALID, `What the RPC gives as block ${number} ${what}.`, {
    details: { block: number.toString() },
  })
}
