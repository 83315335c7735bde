import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
})

/**
 * One JSON-RPC call without a client: for the development chain's own methods and for looking whether it answers.
 * @param timeout_ms for the whole exchange
 * @returns the `result` field, to be validated by the caller
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function callRpc(
  rpcUrl: string,
  method: string,
  params: readonly unknown[],
  timeout_ms = 10_000,
): Promise<unknown> {
  let body: unknown
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(timeout_ms),
    })
    body = await response.json()
  } catch (cause) {
    throw new OpenLedgerError(chainErrors.CHAIN_UNREACHABLE, `No chain answers at ${rpcUrl}.`, { cause })
  }
  const answer = answerSchema.safeParse(body)
  if (!answer.success) {
    throw new OpenLedgerError(chainErrors.CHAIN_UNREACHABLE, `What answers at ${rpcUrl} is not a chain.`)
  }
  if (answer.data.error !== undefined) {
    throw new OpenLedgerError(chainErrors.CHAIN_RPC_REFUSED, `${method}: ${answer.data.error.message}`)
  }
  return answer.data.result
}
