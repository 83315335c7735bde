import type { Caller } from '@openledger/sdk/callRoute.ts'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { useSignedIn } from '../api/signedIn.ts'

/** The SDK's client for the gateway that served this page, speaking for who is signed in; undefined while it loads. */
export function useClient(): { readonly caller: Caller } | undefined {
  const session = useSignedIn()
  const { data: info } = useQuery(queries.info())
  if (info === undefined) return undefined
  const gatewayUrl = window.location.origin
  return { caller: { gatewayUrl, chainId: info.chainId, fetch: (input, init) => fetch(input, init), session } }
}
