import { randomUUID } from 'node:crypto'
import { datanetRegistryAbi } from '@openledger/chain/abi/datanetRegistry.ts'
import { openTokenAbi } from '@openledger/chain/abi/openToken.ts'
import { callHash } from '@openledger/chain/calls/callHash.ts'
import { claimCall } from '@openledger/chain/calls/claimVaultCalls.ts'
import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import { createDatanetCall, setCuratorsCall, setLimitsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { type ModelParams, registerModelCall, setPriceCall } from '@openledger/chain/calls/modelRegistryCalls.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import { createPublisher, type PublisherStep } from '@openledger/chain/publisher/createPublisher.ts'
import { accountTransactionSchema } from '@openledger/core/api/acting.ts'
import { type OpenedSession, openedSessionSchema } from '@openledger/core/api/sessions.ts'
import { creationOptionsSchema, requestOptionsSchema } from '@openledger/core/api/webauthn.ts'
import { contributionTypedData, verifyContribution } from '@openledger/core/eip712/contribution.ts'
import { datanetId as idOf } from '@openledger/core/ids/datanetId.ts'
import { modelId as modelIdOf } from '@openledger/core/ids/modelId.ts'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { createTransactionJournal } from '@openledger/db/chain/transactionJournal.ts'
import { gasGrants } from '@openledger/db/schema/gasGrants.ts'
import { eq } from 'drizzle-orm'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createGateway } from '../../src/createGateway.ts'
import type { GatewayDeps } from '../../src/gatewayDeps.ts'
import { newKept } from '../keptAccount.ts'
import { openAuthenticators } from '../openAuthenticators.ts'
import { type Answer, failure, request, signIn } from '../requests.ts'
import { listen, type Stack, testAccount } from '../stack.ts'

const STEPS: readonly PublisherStep[] = ['intent', 'prepared', 'signed', 'broadcast', 'sent', 'receipt', 'recorded']
const someone: Address = `0x${'77'.repeat(20)}`
const hash = (byte: string): Hex32 => `0x${byte.repeat(32)}`

/** Accounts whose key the gateway keeps act on chain: what is signed and sent for them, and what never is. */
export function actingSuite(stack: () => Stack): void {
  const post = (path: string, token: string, body: unknown, url = stack().url): Promise<Answer> =>
    request(url, 'POST', `/v1/${path}`, { body, headers: { authorization: `Bearer ${token}` } })
  const sendCall = (
    token: string,
    call: ContractCall,
    more: { key?: string; confirmation?: object } = {},
    url?: string,
  ) => post('account/transactions', token, { key: randomUUID(), to: call.to, data: call.data, ...more }, url)
  const create = (slug: string, treasury: Address): ContractCall =>
    createDatanetCall(stack().chain.addresses, {
      slug,
      treasury,
      rateBps: 100,
      termsHash: hash('11'),
      metadataHash: hash('22'),
    })
  const noncesOf = (address: Address) => stack().chain.client.getTransactionCount({ address })
  const etherOf = (address: Address) => stack().chain.client.getBalance({ address })
  const grantsOf = (account: Address) => stack().db.select().from(gasGrants).where(eq(gasGrants.account, account))
  const ownerOf = async (account: Address, slug: string) => {
    const id = idOf({ chainId: 31337, owner: account, slug })
    return toAddress((await stack().chain.datanetRegistry.read.datanetOf([id])).owner)
  }
  /** The same gateway with something of it changed, at an address of its own. */
  const changed = async (change: Partial<GatewayDeps>) => {
    const gateway = await createGateway({ ...stack().deps, ...change })
    return listen(gateway.app.fetch)
  }
  const refused = { status: 403, code: 'ACTING_CALL_REFUSED' }
  /** A model over the base model, with nothing that needs a grant. */
  const plainModel = (name: string): ModelParams => ({
    name,
    baseHash: stack().deps.models.base.hash,
    ...UNTRAINED,
    retrievalVersions: [],
    ...{ inputPrice: 1n, outputPrice: 2n },
    split: { burn: 200, operator: 7_800, model: 2_000, stakers: 0, data: 0 },
  })

  describe('accounts without a wallet act', () => {
    test('a Datanet is created with the operator’s gas; the same key again answers the same and sends nothing', async () => {
      const { account, token } = await newKept(stack())
      const key = randomUUID()
      const first = await sendCall(token, create('kept-net', account), { key })
      expect(first.status, JSON.stringify(first.json)).toBe(201)
      const { hash: sent } = accountTransactionSchema.parse(first.json)
      expect(await ownerOf(account, 'kept-net')).toBe(account)
      expect((await sendCall(token, create('kept-net', account), { key })).json).toMatchObject({ hash: sent })
      expect(failure(await sendCall(token, create('another', account), { key }))).toEqual({
        status: 409,
        code: 'CHAIN_KEY_REUSED',
      })
      expect(await noncesOf(account)).toBe(1)
      const [grant, ...more] = await grantsOf(account)
      expect(more).toEqual([])
      const { gasUsed, effectiveGasPrice } = await stack().chain.client.getTransactionReceipt({ hash: sent })
      expect((await etherOf(account)) + gasUsed * effectiveGasPrice).toBe(grant?.amount)
    })

    test('two that come at once are both sent, one after the other; one key that comes twice at once is sent once', async () => {
      const { account, token } = await newKept(stack())
      const key = randomUUID()
      const answers = await Promise.all([
        sendCall(token, create('one', account)),
        sendCall(token, create('two', account)),
        sendCall(token, create('three', account), { key }),
        sendCall(token, create('three', account), { key }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
      expect(answers[2]?.json).toEqual(answers[3]?.json)
      expect(await noncesOf(account)).toBe(3)
    })

    test('what would revert is told in the contract’s words and costs nothing', async () => {
      const { account, token } = await newKept(stack())
      const call = setLimitsCall(stack().chain.addresses, hash('aa'), { recordsInAll: 1, recordsADay: 1 })
      const answer = await sendCall(token, call)
      expect(failure(answer)).toEqual({ status: 409, code: 'CHAIN_REVERTED' })
      expect(JSON.stringify(answer.json)).toContain('UnknownDatanet')
      expect([await grantsOf(account), await etherOf(account), await noncesOf(account)]).toEqual([[], 0n, 0])
    })

    test('nothing else is sent: no token, no Datanet given away, no other contract, no padding, no value', async () => {
      const { account, token } = await newKept(stack())
      const { addresses } = stack().chain
      const registry = (functionName: 'transferFrom' | 'approve' | 'setApprovalForAll', args: readonly unknown[]) => ({
        to: addresses.datanetRegistry,
        data: encodeFunctionData({ abi: datanetRegistryAbi, functionName, args } as never),
      })
      const made = create('padded', account)
      const vault = await stack().deps.chain.vaultOf(toAddress(stack().deps.operator.address))
      const calls: ContractCall[] = [
        registry('transferFrom', [account, someone, 1n]),
        registry('approve', [someone, 1n]),
        registry('setApprovalForAll', [someone, true]),
        { ...registry('transferFrom', [account, someone, 1n]), to: addresses.modelRegistry },
        { ...registry('approve', [someone, 1n]), to: addresses.modelRegistry },
        { ...registry('setApprovalForAll', [someone, true]), to: addresses.modelRegistry },
        { to: addresses.modelRegistry, data: `${registerModelCall(addresses, plainModel('padded')).data}00` },
        {
          to: addresses.openToken,
          data: encodeFunctionData({ abi: openTokenAbi, functionName: 'transfer', args: [someone, 1n] }),
        },
        {
          to: addresses.openToken,
          data: encodeFunctionData({ abi: openTokenAbi, functionName: 'approve', args: [someone, 1n] }),
        },
        { to: addresses.paymentEscrow, data: made.data },
        { to: someone, data: made.data },
        { to: someone, data: '0x' },
        { to: addresses.datanetRegistry, data: '0x' },
        { to: addresses.datanetRegistry, data: '0xdeadbeef' },
        { to: made.to, data: `${made.data}00` },
        claimCall(vault, { account: someone, cumulative: 1n, proof: [] }),
      ]
      for (const call of calls) expect(failure(await sendCall(token, call)), call.data).toEqual(refused)
      const value = await post('account/transactions', token, { key: randomUUID(), ...made, value: '1' })
      expect(value.status).toBe(400)
      expect(await grantsOf(account)).toEqual([])
    })

    test('a model is registered and priced: its owner is who sent it, and done twice it is there once', async () => {
      const { account, token } = await newKept(stack())
      const { addresses, modelRegistry } = stack().chain
      const params = plainModel('kept-model')
      const { baseHash, adapterHash, manifestHash, name } = params
      const id = modelIdOf({ chainId: 31337, developer: account, baseHash, adapterHash, manifestHash, name })
      expect((await sendCall(token, registerModelCall(addresses, params))).status).toBe(201)
      expect(toAddress(await modelRegistry.read.ownerOf([BigInt(id)]))).toBe(account)
      const again = await sendCall(token, registerModelCall(addresses, params))
      expect(failure(again)).toEqual({ status: 409, code: 'CHAIN_REVERTED' })
      expect(JSON.stringify(again.json)).toContain('ModelExists')
      const price = { modelId: id, inputPrice: 5n, outputPrice: 6n }
      expect((await sendCall(token, setPriceCall(addresses, price))).status).toBe(201)
      expect(await modelRegistry.read.priceVersionCount([id])).toBe(2)
      // Another's model keeps its price.
      const thief = await newKept(stack())
      const answer = await sendCall(thief.token, setPriceCall(addresses, { ...price, outputPrice: 0n }))
      expect(JSON.stringify(answer.json)).toContain('NotModelOwner')
      expect(await modelRegistry.read.priceVersionCount([id])).toBe(2)
    })

    test('only for the session’s own account, and only where a key is kept', async () => {
      const { url } = stack()
      const anonymous = await request(url, 'POST', '/v1/account/transactions', {
        body: { key: randomUUID(), ...create('x', someone) },
      })
      expect(failure(anonymous)).toEqual({ status: 401, code: 'SESSION_MISSING' })
      const { token } = await signIn(url, testAccount(5))
      const call = create('wallets-net', toAddress(testAccount(5).address))
      expect(failure(await sendCall(token, call))).toEqual({ status: 409, code: 'ACCOUNT_NOT_KEPT' })
      // Another's key of a transaction is not found under this account.
      const [first, second] = [await newKept(stack()), await newKept(stack())]
      const key = randomUUID()
      expect((await sendCall(first.token, create('same', first.account), { key })).status).toBe(201)
      expect((await sendCall(second.token, create('same', second.account), { key })).status).toBe(201)
      expect(await ownerOf(second.account, 'same')).toBe(second.account)
    })

    test('a contribution of one’s own is signed; another’s, for another contract, for long, or anything else is not', async () => {
      const { account, token } = await newKept(stack())
      const { addresses } = stack().chain
      const now = await stack().deps.chain.newestBlockTime()
      const message = {
        datanetId: hash('01'),
        contributor: account,
        root: hash('02'),
        count: 3,
        deadline: BigInt(now + 3_600),
      }
      const known = { chainId: 31337, verifyingContract: addresses.datanetRegistry }
      const { domain, primaryType } = contributionTypedData(message, known)
      const sign = (change: { message?: object; domain?: object; primaryType?: string }) =>
        post('account/signatures', token, {
          primaryType: change.primaryType ?? primaryType,
          domain: { ...domain, ...change.domain },
          message: { ...message, deadline: message.deadline.toString(), ...change.message },
        })
      const { signature } = z.object({ signature: z.custom<`0x${string}`>() }).parse((await sign({})).json)
      await verifyContribution(message, known, signature)
      const no = { status: 403, code: 'ACTING_SIGNATURE_REFUSED' }
      expect(failure(await sign({ message: { contributor: someone } }))).toEqual(no)
      expect(failure(await sign({ message: { deadline: String(now + 8 * 86_400) } }))).toEqual(no)
      for (const domain of [{ verifyingContract: someone }, { chainId: 1 }, { name: 'OpenLedger PaymentEscrow' }])
        expect(failure(await sign({ domain }))).toEqual(no)
      expect((await sign({ primaryType: 'Voucher' })).status).toBe(400)
      expect((await sign({ message: { spender: someone } })).status).toBe(400)
    })

    test('gas has an end: for one account, for all, and whoever has ether of their own goes on', async () => {
      const { account, token } = await newKept(stack())
      const spent = { status: 429, code: 'ACTING_GAS_SPENT' }
      const large = 10n ** 18n
      for (const gasLimits of [
        { account: 1n, all: large },
        { account: large, all: 1n },
      ]) {
        const { url, close } = await changed({ gasLimits })
        const answer = await sendCall(token, create('dear', account), {}, url)
        expect(failure(answer)).toEqual(spent)
        expect(answer.headers.get('retry-after')).toBe('3600')
        expect([await grantsOf(account), await noncesOf(account)]).toEqual([[], 0])
        if (gasLimits.all === 1n) {
          await stack().publisher.send({ key: `test ${account}`, to: account, data: '0x', value: 10n ** 17n })
          expect((await sendCall(token, create('dear', account), {}, url)).status).toBe(201)
        }
        close()
      }
    })

    test('cut off at any step, the same key again goes on: one transaction, one grant', async () => {
      const { db, chain, deps } = stack()
      const sending = {
        journal: createTransactionJournal(db),
        client: chain.client,
        chainId: 31337,
        logger: silentLogger,
      }
      for (const killed of STEPS) {
        const { account, token } = await newKept(stack())
        const onStep = (step: PublisherStep) => {
          if (step === killed) throw new Error(`killed at ${killed}`)
        }
        const key = randomUUID()
        const cut = await changed({ publisherOf: (kept) => createPublisher({ ...sending, account: kept, onStep }) })
        expect((await sendCall(token, create('cut', account), { key }, cut.url)).status, killed).toBeGreaterThan(499)
        cut.close()
        const answer = await sendCall(token, create('cut', account), { key })
        expect(answer.status, `${killed} ${JSON.stringify(answer.json)}`).toBe(201)
        expect([await noncesOf(account), (await grantsOf(account)).length], killed).toEqual([1, 1])
      }
      // The grant itself is cut off before and after it is sent.
      for (const send of [
        async () => Promise.reject(new Error('killed before')),
        async (transaction: Parameters<GatewayDeps['publisher']['send']>[0]) => {
          await deps.publisher.send(transaction)
          throw new Error('killed after')
        },
      ]) {
        const { account, token } = await newKept(stack())
        const key = randomUUID()
        const cut = await changed({ publisher: { send } })
        expect((await sendCall(token, create('cut', account), { key }, cut.url)).status).toBe(500)
        cut.close()
        expect((await sendCall(token, create('cut', account), { key })).status).toBe(201)
        expect(await grantsOf(account)).toHaveLength(1)
      }
    })
  })

  describe('what lets money go to somebody else is confirmed with a passkey', () => {
    let authenticators: Awaited<ReturnType<typeof openAuthenticators>>
    beforeAll(async () => {
      authenticators = await openAuthenticators()
    })
    afterAll(() => authenticators?.close())

    test('a foreign treasury, foreign curators: each call once, that very call, in that session', async () => {
      const device = await authenticators.device(`http://localhost:${new URL(stack().url).port}`)
      const options = creationOptionsSchema.parse((await post('auth/accounts/options', '', { name: 'Ines' })).json)
      const made = await post('auth/accounts', '', { registration: await device.create(options) })
      const { account, token }: OpenedSession = openedSessionSchema.parse(made.json)
      const confirm = async (call: ContractCall) => {
        const asked = await post('auth/confirmations', token, { action: 'send-transaction', call: callHash(call) })
        return device.get(requestOptionsSchema.parse(asked.json))
      }
      const needed = { status: 403, code: 'ACTING_CONFIRMATION_NEEDED' }
      const unknown = { status: 401, code: 'PASSKEY_CHALLENGE_UNKNOWN' }
      const call = create('treasured', someone)
      expect(failure(await sendCall(token, call))).toEqual(needed)
      const other = await confirm(create('treasured', `0x${'78'.repeat(20)}`))
      expect(failure(await sendCall(token, call, { confirmation: other }))).toEqual(unknown)
      const confirmation = await confirm(call)
      const key = randomUUID()
      const answer = await sendCall(token, call, { key, confirmation })
      expect(answer.status, JSON.stringify(answer.json)).toBe(201)
      // Sent once; the same key needs no second word, another key does.
      expect((await sendCall(token, call, { key })).json).toEqual(answer.json)
      expect(failure(await sendCall(token, call, { confirmation }))).toEqual(unknown)

      // A model that pays its developer less or its stakers more than by default, or pays ancestors.
      const { addresses } = stack().chain
      const model = plainModel('given-away')
      const split = { burn: 200, operator: 800, model: 2_000, stakers: 7_000, data: 0 }
      const royalty = { ancestor: hash('ab'), bps: 100 }
      for (const params of [
        { ...model, split },
        { ...model, split: { burn: 200, operator: 8_000, model: 1_800, stakers: 0, data: 0 } },
        { ...model, parents: [royalty] },
      ])
        expect(failure(await sendCall(token, registerModelCall(addresses, params)))).toEqual(needed)
      const given = registerModelCall(addresses, { ...model, split })
      expect((await sendCall(token, given, { confirmation: await confirm(given) })).status).toBe(201)

      const id = idOf({ chainId: 31337, owner: account, slug: 'treasured' })
      const curators = (to: Address) => setCuratorsCall(stack().chain.addresses, id, [{ account: to, bps: 10_000 }])
      expect(failure(await sendCall(token, curators(someone)))).toEqual(needed)
      const own = await sendCall(token, curators(account))
      expect(own.status, JSON.stringify(own.json)).toBe(201)
      const others = await sendCall(token, curators(someone), { confirmation: await confirm(curators(someone)) })
      expect(others.status, JSON.stringify(others.json)).toBe(201)
    })
  })
}
