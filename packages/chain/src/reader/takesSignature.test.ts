import { contributionDigest, contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { createPublicClient, createWalletClient, type Hex, http, zeroAddress } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createDatanet } from '../actions/createDatanet.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { registerContributionCall } from '../calls/datanetRegistryCalls.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { takesSignature } from './takesSignature.ts'

/** Code that answers every question with ERC-1271's yes. */
const YES: Hex = '0x631626ba7e60e01b5f5260205ff3'
/** Code that answers with `true`, and code that reverts. */
const TRUE: Hex = '0x60015f5260205ff3'
const REVERTS: Hex = '0x5f5ffd'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

async function codeAt(digit: string, code: Hex): Promise<Address> {
  const account = toAddress(`0x${digit.repeat(40)}`)
  await callRpc(world.chain.rpcUrl, 'anvil_setCode', [account, code])
  return account
}

/** EIP-7702: the account signs which code it has from now on; the zero address takes it away. */
async function delegate(to: Address): Promise<void> {
  const transport = http(world.chain.rpcUrl)
  const client = createWalletClient({ account: people.contributor, chain: foundry, transport })
  const authorization = await client.signAuthorization({ contractAddress: to, executor: 'self' })
  const hash = await client.sendTransaction({ to: people.owner.address, authorizationList: [authorization] })
  await createPublicClient({ chain: foundry, transport, pollingInterval: 50 }).waitForTransactionReceipt({ hash })
}

test('code says yes, something else, or nothing', async () => {
  const question = { digest: hashText('digest'), signature: '0x1234' } as const
  const ask = (account: Address) => takesSignature(world.chain.client, { account, ...question })
  expect(await ask(await codeAt('a', YES))).toBe(true)
  expect(await ask(await codeAt('b', TRUE))).toBe(false)
  expect(await ask(await codeAt('c', REVERTS))).toBe(false)
  expect(await ask(toAddress(`0x${'d'.repeat(40)}`))).toBe(false)
  const dead = createPublicClient({ chain: foundry, transport: http('http://127.0.0.1:9', { retryCount: 0 }) })
  await expect(takesSignature(dead, { account: toAddress(`0x${'a'.repeat(40)}`), ...question })).rejects.toMatchObject({
    code: 'CHAIN_UNREACHABLE',
  })
})

test('an account whose code changes (EIP-7702) contributes by its key throughout, by its code while it has it', async () => {
  const { chain } = world
  const { addresses, chainId } = chain
  const owner = createUserWallet({ chain, account: people.owner })
  const terms = {
    slug: 'wallets',
    treasury: owner.address,
    rateBps: 0,
    termsHash: hashText('t'),
    metadataHash: hashText('m'),
  }
  const { datanetId } = await createDatanet(owner, terms)
  const contributor = toAddress(people.contributor.address)
  const domain = { chainId, verifyingContract: addresses.datanetRegistry }
  const batch = (name: string) => {
    const commitments = [hashText(name)]
    const root = plainRoot(commitments.map(commitmentLeaf))
    return { commitments, message: { datanetId, contributor, root, count: 1, deadline: 9_999_999_999n } }
  }
  const register = (name: string, signature: Hex) => {
    const { commitments, message } = batch(name)
    const signed = { datanetId, contributor, commitments, deadline: message.deadline, signature }
    return owner.send(registerContributionCall(addresses, signed), `Registering ${name}`)
  }
  const byKey = async (name: string) =>
    register(name, await people.contributor.signTypedData(contributionTypedData(batch(name).message, domain)))
  const byCode = (name: string) => register(name, '0x1234')
  const takes = (name: string) =>
    takesSignature(chain.client, {
      account: contributor,
      digest: contributionDigest(batch(name).message, domain),
      signature: '0x1234',
    })
  const refused = { details: { errorName: 'BadContributionSignature' } }

  await byKey('first')
  await expect(byCode('second')).rejects.toMatchObject(refused)
  expect(await takes('second')).toBe(false)
  await delegate(await codeAt('a', YES))
  expect(await takes('second')).toBe(true)
  await byCode('second')
  await byKey('third')
  await delegate(await codeAt('c', REVERTS))
  expect(await takes('fourth')).toBe(false)
  await expect(byCode('fourth')).rejects.toMatchObject(refused)
  await byKey('fourth')
  await delegate(zeroAddress)
  await expect(byCode('fifth')).rejects.toMatchObject(refused)
  await byKey('fifth')
})
