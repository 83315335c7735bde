import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LocalAccount, type PrivateKeyAccount, parseEther } from 'viem'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import type { Stack } from '../../apps/web/test/startStack.ts'
import { fundDevAccount } from '../../packages/chain/src/actions/fundDevAccount.ts'
import { transferOpen } from '../../packages/chain/src/actions/transferOpen.ts'
import { createUserWallet, type UserWallet } from '../../packages/chain/src/actions/userWallet.ts'
import { type Chain, createChain } from '../../packages/chain/src/clients/createChain.ts'
import { toAddress } from '../../packages/core/src/primitives/address.ts'
import { createOpenLedger, type OpenLedger, openCredit, signIn } from '../../packages/sdk/src/index.ts'

/** anvil's first account, whose words are in Foundry's manual; it holds all OPEN of a development chain. */
const FAUCET = 'test test test test test test test test test test test junk'

/** Somebody with a key, a client and a session. */
export type Person = {
  readonly account: LocalAccount
  readonly address: `0x${string}`
  readonly ledger: OpenLedger
  readonly wallet: UserWallet
  readonly token: string
}

/** A payer with a channel and some API keys, by name. */
export type Payer = Person & {
  readonly channelId: `0x${string}`
  readonly keys: ReadonlyMap<string, string>
}

export type People = {
  readonly chain: Chain
  readonly operator: Person
  readonly payers: readonly Payer[]
  /** Pays each call by x402. */
  readonly wallet: PrivateKeyAccount
}

/** Two payers with a channel and two keys each, a wallet that pays by the call, and the operator. */
export async function makePeople({ gatewayUrl, rpcUrl, home }: Stack): Promise<People> {
  const { info } = await createOpenLedger({ gatewayUrl })
  const chain = createChain({ rpcUrl, chainId: info.chainId, addresses: info.addresses })
  const faucet = createUserWallet({ chain, account: mnemonicToAccount(FAUCET) })
  const person = async (account: LocalAccount): Promise<Person> => {
    const address = toAddress(account.address)
    await fundDevAccount({ rpcUrl, account: address })
    const ledger = await createOpenLedger({ gatewayUrl, account })
    const { token } = await signIn(ledger, account)
    return { account, address, ledger, wallet: createUserWallet({ chain, account }), token }
  }
  const payer = async (names: readonly [string, string]): Promise<Payer> => {
    const some = await person(privateKeyToAccount(generatePrivateKey()))
    await transferOpen(faucet, { to: some.address, balanceAtLeast: parseEther('500') })
    const amount = parseEther('200')
    const expiry = BigInt(Math.floor(Date.now() / 1_000) + 30 * 86_400)
    const [first, second] = names
    const credit = await openCredit(some.ledger, some.wallet, { amount, cap: amount, expiry, name: first })
    const budget = parseEther('50').toString()
    const other = await some.ledger.createKey({ channelId: credit.channelId, name: second, budget })
    const keys = new Map([
      [first, credit.apiKey],
      [second, other.apiKey],
    ])
    return { ...some, channelId: credit.channelId, keys }
  }
  const keyFile = z
    .object({ privateKey: z.string() })
    .parse(JSON.parse(await readFile(join(home, 'keys', 'operator.json'), 'utf8')))
  const wallet = privateKeyToAccount(generatePrivateKey())
  await transferOpen(faucet, { to: toAddress(wallet.address), balanceAtLeast: parseEther('50') })
  return {
    chain,
    operator: await person(privateKeyToAccount(keyFile.privateKey as `0x${string}`)),
    payers: [await payer(['shop', 'shop tests']), await payer(['museum', 'museum guide'])],
    wallet,
  }
}
