import type { Session } from '@openledger/core/api/sessions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Actor } from '@openledger/sdk/acting/actor.ts'
import { sdkErrors } from '@openledger/sdk/errors.ts'
import type { WalletProvider } from '@openledger/sdk/walletSigner.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queries } from '../api/queries.ts'
import { useSignedIn } from '../api/signedIn.ts'
import { injectedWallet } from './injectedWallet.ts'

export type { Actor } from '@openledger/sdk/acting/actor.ts'

/** Who is signed in; undefined while that is asked, and for nobody. */
export function useSession(): Session | undefined {
  const token = useSignedIn()
  const { data } = useQuery({ ...queries.session(token ?? ''), enabled: token !== undefined })
  return token === undefined ? undefined : data
}

/** Who is signed in, able to sign and send; undefined while that is asked, and for nobody. */
export function useActor(): Actor | undefined {
  const session = useSession()
  const { data: info } = useQuery(queries.info())
  return useMemo(() => {
    if (session === undefined || info === undefined || session.keyKept) return undefined
    const { account } = session
    // What the chain's contracts and their errors need comes when something is signed or sent.
    const actor = async () => {
      const { createWalletActor } = await import('@openledger/sdk/acting/walletActor.ts')
      return createWalletActor({ provider: wallet(), account, chain: info, pending: localStorage })
    }
    return {
      account,
      kind: 'wallet',
      signTypedData: async (typedData) => (await actor()).signTypedData(typedData),
      send: async (call, what) => (await actor()).send(call, what),
    }
  }, [session, info])
}

function wallet(): WalletProvider {
  const found = injectedWallet()
  if (found !== undefined) return found
  throw new OpenLedgerError(sdkErrors.SDK_WALLET_MISSING, 'This browser gives no wallet to the page.')
}
