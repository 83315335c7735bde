import { createUserWallet, type UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { type Chain, createChain } from '@openledger/chain/clients/createChain.ts'
import { createOpenLedger, type OpenLedger } from '@openledger/sdk/index.ts'
import type { LocalAccount } from 'viem'
import { ensureAccount, loadAccount } from '../home/accounts.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { requireStack } from '../stack/ensureStack.ts'
import type { RunningStack } from '../stack/superviseStack.ts'

/** An account at work: its client of the gateway and its wallet on the chain. */
export type Actor = {
  readonly name: string
  readonly account: LocalAccount
  readonly ledger: OpenLedger
  readonly wallet: UserWallet
}

/** A running OpenLedger, seen by the command line as by any user: through its API and the chain. */
export type Session = {
  readonly gatewayUrl: string
  readonly rpcUrl: string
  readonly chain: Chain
  /** A client that speaks for nobody. */
  readonly ledger: OpenLedger
  /** An account of the state folder; with `make` it is made when there is none. */
  readonly actor: (name: string, options?: { readonly make?: boolean }) => Promise<Actor>
  /** Whoever runs this gateway; only on the operator's machine. */
  readonly operator: () => Promise<Actor>
}

/**
 * Opens the running OpenLedger.
 * @throws CLI_NOT_RUNNING when nothing runs with this state folder
 */
export async function openSession(paths: HomePaths, running?: RunningStack): Promise<Session> {
  const { gatewayUrl, rpcUrl } = running ?? (await requireStack(paths))
  const ledger = await createOpenLedger({ gatewayUrl })
  const chain = createChain({ rpcUrl, chainId: ledger.info.chainId, addresses: ledger.info.addresses })
  const actorOf = async (name: string, account: LocalAccount): Promise<Actor> => ({
    name,
    account,
    ledger: await createOpenLedger({ gatewayUrl, account }),
    wallet: createUserWallet({ chain, account }),
  })
  return {
    gatewayUrl,
    rpcUrl,
    chain,
    ledger,
    actor: async (name, options) => {
      const { account } = await (options?.make === true ? ensureAccount : loadAccount)(paths.accounts, name)
      return actorOf(name, account)
    },
    operator: async () => actorOf('operator', (await loadAccount(paths.keys, 'operator')).account),
  }
}
