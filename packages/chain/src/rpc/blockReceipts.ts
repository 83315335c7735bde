import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema, hexSchema } from '@openledger/core/primitives/hex.ts'
import { concat, type Hex, type PublicClient, toBytes, toRlp } from 'viem'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'
import { type BlockHeader, integer, quantitySchema } from './blockHeader.ts'
import { orderedTrieRoot } from './orderedTrieRoot.ts'

/** A log as an RPC gives it. */
export const rpcLogSchema = z.object({
  address: addressSchema,
  topics: z.array(hex32Schema).max(4),
  data: hexSchema,
  blockNumber: quantitySchema,
  blockHash: hex32Schema,
  transactionHash: hex32Schema,
  transactionIndex: quantitySchema,
  logIndex: quantitySchema,
  removed: z.literal(false).optional(),
})
export type RpcLog = z.output<typeof rpcLogSchema>

const receiptSchema = z.object({
  transactionHash: hex32Schema,
  blockHash: hex32Schema,
  type: quantitySchema.default('0x0'),
  status: z.enum(['0x0', '0x1']),
  cumulativeGasUsed: quantitySchema,
  logsBloom: hexSchema,
  logs: z.array(rpcLogSchema),
  /** Deposits of the OP Stack only. */
  depositNonce: quantitySchema.optional(),
  depositReceiptVersion: quantitySchema.optional(),
})
export type BlockReceipt = z.output<typeof receiptSchema>

/** Deposit transactions of the OP Stack, whose receipts hold two fields more. */
const DEPOSIT = '0x7e'

/**
 * All receipts of a block, checked against the root in its header.
 * @param checkRoot false for chains whose receipts are not encoded as Ethereum's
 * @throws CHAIN_ANSWER_INVALID when they don't belong to the block or don't hash to its root; what viem throws
 */
export async function fetchBlockReceipts(
  client: PublicClient,
  header: BlockHeader,
  checkRoot: boolean,
): Promise<readonly BlockReceipt[]> {
  const answer: unknown = await client.request({
    method: 'eth_getBlockReceipts',
    params: [`0x${header.number.toString(16)}`],
  } as never)
  const parsed = z.array(receiptSchema).safeParse(answer)
  if (!parsed.success) throw invalid(header, `have not the form of receipts: ${z.prettifyError(parsed.error)}`)
  const receipts = parsed.data
  const { transactions } = header
  const belong = receipts.every(
    ({ blockHash, transactionHash }, index) => blockHash === header.hash && transactionHash === transactions[index],
  )
  if (!belong || receipts.length !== transactions.length) throw invalid(header, 'are not those of its transactions')
  if (checkRoot && orderedTrieRoot(receipts.map(encodeReceipt)) !== header.receiptsRoot)
    throw invalid(header, 'do not hash to the root in its header')
  return receipts
}

function encodeReceipt(receipt: BlockReceipt): Uint8Array {
  const { type, status, cumulativeGasUsed, logsBloom, logs, depositNonce, depositReceiptVersion } = receipt
  const deposit = type === DEPOSIT ? [depositNonce, depositReceiptVersion].filter((field) => field !== undefined) : []
  const payload: Hex = toRlp([
    integer(status),
    integer(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, topics, data] as const),
    ...deposit.map(integer),
  ] as never)
  return toBytes(type === '0x0' ? payload : concat([integer(type), payload]))
}

function invalid({ number, hash }: BlockHeader, what: string): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_ANSWER_INVALID,
    `What the RPC gives as receipts of block ${number} (${hash}) ${what}.`,
    { details: { block: number.toString(), blockHash: hash } },
  )
}
