import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Actor } from '@openledger/sdk/acting/actor.ts'
import { sdkErrors } from '@openledger/sdk/errors.ts'
import type { WalletProvider } from '@openledger/sdk/walletSigner.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queries } from '../api/queries.ts'
import { browserAuthenticator } from './browserAuthenticator.ts'
import { injectedWallet } from './injectedWallet.ts'
import { useClient } from './useClient.ts'
import { useSession } from './useSession.ts'

export type { Actor } from '@openledger/sdk/acting/actor.ts'

/** Who is signed in, able to sign and send; undefined while that is asked, and for nobody. */
export function useActor(): Actor | undefined {
  const session = useSession()
  const { data: info } = useQuery(queries.info())
  const client = useClient()
  return useMemo(() => {
    if (session === undefined || info === undefined || client === undefined) return undefined
    const { account, keyKept } = session
    const pending = localStorage
    // What the chain's contracts and their errors need comes when something is signed or sent.
    const actor = async () => {
      if (keyKept) {
        const { createKeptActor } = await import('@openledger/sdk/acting/keptActor.ts')
        return createKeptActor({ client, authenticator: browserAuthenticator, account, pending })
      }
      const { createWalletActor } = await import('@openledger/sdk/acting/walletActor.ts')
      return createWalletActor({ provider: wallet(), account, chain: info, pending })
    }
    return {
      account,
      kind: keyKept ? 'kept' : 'wallet',
      signTypedData: async (typedData) => (await actor()).signTypedData(typedData),
      send: async (call, what) => (await actor()).send(call, what),
    }
  }, [session, info, client])
}

function wallet(): WalletProvider {
  const found = injectedWallet()
  if (found !== undefined) return found
  throw new OpenLedgerError(sdkErrors.SDK_WALLET_MISSING, 'This browser gives no wallet to the page.')
}
