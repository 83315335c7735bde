import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { stringToHex } from 'viem'
import { z } from 'zod'
import { sdkErrors } from './errors.ts'
import type { Signer } from './signIn.ts'

/** A wallet as browsers inject it (EIP-1193): `window.ethereum`. */
export type WalletProvider = {
  readonly request: (asked: { readonly method: string; readonly params?: readonly unknown[] }) => Promise<unknown>
}

const accountsSchema = z.array(z.string().regex(/^0x[0-9a-fA-F]{40}$/)).min(1)
const signatureSchema = z.custom<`0x${string}`>((value) => typeof value === 'string' && /^0x[0-9a-f]+$/.test(value))

/**
 * Asks a wallet for its account, which it may ask the person about, and signs with it.
 *
 * @throws SDK_WALLET_REFUSED when the person or the wallet says no
 */
export async function walletSigner(provider: WalletProvider): Promise<Signer> {
  const ask = async <T>(schema: z.ZodType<T>, method: string, params: readonly unknown[] = []) => {
    try {
      return schema.parse(await provider.request({ method, params }))
    } catch (cause) {
      throw new OpenLedgerError(sdkErrors.SDK_WALLET_REFUSED, `The wallet did not answer ${method}.`, { cause })
    }
  }
  const [address = ''] = await ask(accountsSchema, 'eth_requestAccounts')
  return {
    address,
    // Bytes of the text, then the account: personal_sign's order.
    signMessage: async ({ message }) =>
      ask(z.string().toLowerCase().pipe(signatureSchema), 'personal_sign', [stringToHex(message), address]),
  }
}
