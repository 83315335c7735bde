import { contractErrorsAbi } from '@openledger/chain/clients/contractErrorsAbi.ts'
import { toChainError } from '@openledger/chain/rpc/toChainError.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { sdkErrors } from '../errors.ts'
import type { WalletProvider } from '../walletSigner.ts'

/** What a wallet throws (EIP-1193, ProviderRpcError). */
const providerErrorSchema = z.looseObject({ code: z.number().optional(), message: z.string().optional() })

/** The person said no; the wallet does not let this site use the account. */
const REFUSED = [4001, 4100]

/** EIP-1193's code of a wallet's error, if it has one. */
export function walletCode(error: unknown): number | undefined {
  const parsed = providerErrorSchema.safeParse(error)
  return parsed.success ? parsed.data.code : undefined
}

/**
 * Asks a wallet and reads its answer.
 *
 * @param what what is being done, for messages
 * @throws SDK_WALLET_REFUSED, CHAIN_REVERTED with the contract error's name, CHAIN_RPC_REFUSED
 */
export async function askWallet<T>(
  provider: WalletProvider,
  asked: { readonly method: string; readonly params: readonly unknown[]; readonly what: string },
  schema: z.ZodType<T>,
): Promise<T> {
  const { method, params, what } = asked
  let answer: unknown
  try {
    answer = await provider.request({ method, params })
  } catch (error) {
    throw toWalletError(error, what)
  }
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(sdkErrors.SDK_WALLET_ANSWER_INVALID, `${what}: the wallet’s answer can’t be read.`, {
    cause: parsed.error,
    details: { method },
  })
}

function toWalletError(error: unknown, what: string): OpenLedgerError {
  const parsed = providerErrorSchema.safeParse(error)
  const { code, message } = parsed.success ? parsed.data : {}
  if (code !== undefined && REFUSED.includes(code))
    return new OpenLedgerError(sdkErrors.SDK_WALLET_REFUSED, `${what} was not confirmed in the wallet.`, {
      cause: error,
    })
  const said = new Error(message ?? String(error), { cause: error })
  return toChainError(said, what, contractErrorsAbi)
}
