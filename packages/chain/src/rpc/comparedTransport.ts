import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { custom, type EIP1193RequestFn, http, type Transport } from 'viem'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'
import { findRevertData } from './revertData.ts'

type Request = { readonly method: string; readonly params: readonly unknown[] }
type Ask = (request: Request) => Promise<unknown>

/** Position of the block parameter of the methods whose answers are compared. */
const BLOCK_AT: Readonly<Record<string, number>> = {
  eth_call: 1,
  eth_getBalance: 1,
  eth_getBlockByNumber: 0,
  eth_getBlockReceipts: 0,
  eth_getCode: 1,
  eth_getStorageAt: 2,
  eth_getTransactionCount: 1,
}
/** Methods whose answers are compared though they name no block. */
const COMPARED = new Set([...Object.keys(BLOCK_AT), 'eth_chainId', 'eth_getLogs', 'eth_getTransactionReceipt'])
/** How often, and how long apart in ms, two RPCs may differ before that counts: one of them may be on a short fork. */
const TRIES = 4
const PAUSE_MS = 250

/**
 * A viem transport over two RPCs of one chain: what is read is asked of both and must agree, as of the newest block that
 * both know; what is sent goes to both. What needs no trust (fees, gas estimates) is asked of the first alone.
 * @throws CHAIN_RPCS_DISAGREE from each request whose answers differ again and again; what viem throws
 */
export function comparedTransport(
  urls: readonly [string, string],
  options: { readonly timeout_ms: number },
): Transport {
  return (parameters) => {
    const [first, second] = urls.map((url): Ask => {
      const transport = http(url, { retryCount: 2, retryDelay: 100, timeout: options.timeout_ms })(parameters)
      return ({ method, params }) => transport.request({ method, params } as never)
    }) as [Ask, Ask]
    const request = ({ method, params = [] }: { method: string; params?: unknown }) =>
      compare(first, second, { method, params: z.array(z.unknown()).parse(params) })
    return custom({ request: request as EIP1193RequestFn }, { retryCount: 0 })(parameters)
  }
}

async function compare(first: Ask, second: Ask, request: Request): Promise<unknown> {
  const { method } = request
  if (method === 'eth_blockNumber') return lowerHead(first, second)
  if (method === 'eth_sendRawTransaction') return sendToBoth(first, second, request)
  const at = BLOCK_AT[method]
  if (!COMPARED.has(method) || (at !== undefined && request.params[at] === 'pending')) return first(request)
  for (let tried = 1; ; tried++) {
    const pinned = await pin(first, second, request)
    const [one, other] = await Promise.allSettled([first(pinned), second(pinned)])
    if (one.status === 'rejected' || other.status === 'rejected') {
      const reverts = [one, other].map((end) => (end.status === 'rejected' ? findRevertData(end.reason) : undefined))
      const failed = one.status === 'rejected' ? one : other
      const agree = one.status === other.status && reverts[0] === reverts[1]
      if (failed.status === 'rejected' && (agree || reverts.every((data) => data === undefined))) throw failed.reason
    } else {
      // What only one of them knows is not settled yet.
      if (one.value === null || other.value === null) return null
      if (fingerprint(method, one.value) === fingerprint(method, other.value)) return one.value
    }
    if (tried === TRIES) throw disagree(method)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** The request as of a block that both know, instead of each one's newest. */
async function pin(first: Ask, second: Ask, request: Request): Promise<Request> {
  const at = BLOCK_AT[request.method]
  if (at === undefined) return request
  const block = request.params[at]
  if (block !== undefined && block !== 'latest') return request
  const head = await lowerHead(first, second)
  return { method: request.method, params: request.params.toSpliced(at, 1, head) }
}

async function lowerHead(first: Ask, second: Ask): Promise<`0x${string}`> {
  const request = { method: 'eth_blockNumber', params: [] }
  const heads = (await Promise.all([first(request), second(request)])).map((head) => BigInt(z.string().parse(head)))
  const [one = 0n, other = 0n] = heads
  const lower = [one, other].toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n
  return `0x${lower.toString(16)}`
}

/** Either one's taking it suffices. */
async function sendToBoth(first: Ask, second: Ask, request: Request): Promise<unknown> {
  const [one, other] = await Promise.allSettled([first(request), second(request)])
  if (one.status === 'fulfilled') return one.value
  if (other.status === 'fulfilled') return other.value
  throw one.reason
}

const blockSchema = z.object({ hash: z.string() })
const logSchema = z.object({
  address: z.string().toLowerCase(),
  topics: z.array(z.string()),
  data: z.string(),
  blockHash: z.string().nullable(),
  transactionHash: z.string().nullable(),
  logIndex: z.string().nullable(),
})
const receiptSchema = z.object({
  transactionHash: z.string(),
  blockHash: z.string(),
  status: z.string().optional(),
  logs: z.array(logSchema),
})
const parts: Readonly<Record<string, z.ZodType>> = {
  eth_getBlockByNumber: blockSchema,
  eth_getBlockReceipts: z.array(receiptSchema),
  eth_getTransactionReceipt: receiptSchema,
  eth_getLogs: z.array(logSchema),
}

/** What has to agree of an answer: RPCs add fields of their own. What has not the form is compared whole. */
function fingerprint(method: string, answer: unknown): string {
  const parsed = parts[method]?.safeParse(answer)
  return JSON.stringify(parsed?.success === true ? parsed.data : answer)
}

function disagree(method: string): OpenLedgerError {
  return new OpenLedgerError(chainErrors.CHAIN_RPCS_DISAGREE, `The two RPCs answer ${method} differently.`, {
    details: { method },
  })
}
