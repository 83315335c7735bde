import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Abi, BaseError, HttpRequestError, SocketClosedError, TimeoutError, WebSocketRequestError } from 'viem'
import { ZodError } from 'zod'
import { chainErrors } from '../errors.ts'
import { decodeRevert, findRevertData } from './revertData.ts'

const unreachable = [HttpRequestError, TimeoutError, SocketClosedError, WebSocketRequestError]

/** What reading an answer of the wrong form throws. */
const unreadable = [TypeError, SyntaxError, RangeError, ZodError]

/**
 * Turns whatever viem threw into a coded error: CHAIN_REVERTED with the contract error's name in
 * `details.errorName`, CHAIN_UNREACHABLE when nobody answers, CHAIN_ANSWER_INVALID when an answer can't be read, else
 * CHAIN_RPC_REFUSED.
 * @param what what was being done, for the message
 * @param abi ABI whose errors are known
 */
export function toChainError(error: unknown, what: string, abi: Abi): OpenLedgerError {
  const known = OpenLedgerError.find(error)
  if (known !== undefined) return known
  const data = findRevertData(error)
  if (data !== undefined) {
    const reason = decodeRevert(data, abi)
    const text =
      reason === undefined ? `an unknown error ${data.slice(0, 10)}` : showReason(reason.errorName, reason.args)
    return new OpenLedgerError(chainErrors.CHAIN_REVERTED, `${what} reverted: ${text}.`, {
      cause: error,
      details: { errorName: reason?.errorName ?? data.slice(0, 10) },
    })
  }
  if (error instanceof BaseError && error.walk((inner) => unreachable.some((type) => inner instanceof type)) !== null) {
    return new OpenLedgerError(chainErrors.CHAIN_UNREACHABLE, `${what}: no chain answers.`, { cause: error })
  }
  if (unreadable.some((type) => error instanceof type)) {
    return new OpenLedgerError(
      chainErrors.CHAIN_ANSWER_INVALID,
      `${what}: the RPC’s answer can’t be read (${error}).`,
      {
        cause: error,
      },
    )
  }
  const text = error instanceof BaseError ? error.details || error.shortMessage : String(error)
  if (/execution reverted/i.test(text)) {
    return new OpenLedgerError(chainErrors.CHAIN_REVERTED, `${what} reverted without a reason.`, {
      cause: error,
      details: { errorName: 'none' },
    })
  }
  return new OpenLedgerError(chainErrors.CHAIN_RPC_REFUSED, `${what}: ${text}`, { cause: error })
}

function showReason(errorName: string, args: readonly unknown[]): string {
  return `${errorName}(${args.map((value) => String(value)).join(', ')})`
}

/** The contract error's name of a CHAIN_REVERTED error, undefined for any other error. */
export function revertName(error: unknown): string | undefined {
  const known = OpenLedgerError.find(error)
  if (known?.code !== chainErrors.CHAIN_REVERTED.code) return undefined
  const name = known.details['errorName']
  return typeof name === 'string' ? name : undefined
}
