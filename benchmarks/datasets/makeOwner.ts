import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { fundDevAccount } from '@openledger/chain/actions/fundDevAccount.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { createOpenLedger } from '@openledger/sdk/index.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Stack } from '../../apps/web/test/startStack.ts'
import { until } from '../../apps/web/test/until.ts'

/** A fresh account with a Datanet of its own on a running stack. */
export async function makeOwner({ gatewayUrl, rpcUrl }: Pick<Stack, 'gatewayUrl' | 'rpcUrl'>, slug: string) {
  const account = privateKeyToAccount(generatePrivateKey())
  const ledger = await createOpenLedger({ gatewayUrl, account })
  const { chainId, addresses } = ledger.info
  const chain = createChain({ rpcUrl, chainId, addresses })
  const treasury = toAddress(account.address)
  await fundDevAccount({ rpcUrl, account: treasury })
  const wallet = createUserWallet({ chain, account })
  const hashes = { termsHash: hashText('terms'), metadataHash: hashText(slug) }
  const { datanetId } = await createDatanet(wallet, { slug, treasury, rateBps: 1_000, ...hashes })
  await until('the Datanet', () => ledger.getDatanet(datanetId).catch(() => undefined))
  return { datanetId, chain, owner: { account, ledger, wallet } }
}
