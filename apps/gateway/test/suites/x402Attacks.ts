import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTokenAbi } from '@openledger/chain/abi/openToken.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { transferAuthorizedCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { chatResponseSchema } from '@openledger/core/api/chat.ts'
import { settlementResponseSchema, walletSchema } from '@openledger/core/api/x402.ts'
import type { TransferAuthorization } from '@openledger/core/eip712/transferAuthorization.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { decodeBase64Json, encodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { engineErrors } from '@openledger/engine/errors.ts'
import { and, eq, sum } from 'drizzle-orm'
import { encodeFunctionData, type Hex, type PrivateKeyAccount, parseSignature } from 'viem'
import { expect, test } from 'vitest'
import type { X402Step } from '../../src/x402/x402Options.ts'
import { type Answer, failure, request } from '../requests.ts'
import { BASE_MODEL, type Stack } from '../stack.ts'
import { freshWallet, OPEN, signPayment, startX402 } from '../x402Stack.ts'

const chat = { model: BASE_MODEL, messages: [{ role: 'user' as const, content: 'Say hello.' }], max_tokens: 4 }
type Gateway = Awaited<ReturnType<typeof startX402>>

/** Payments that mean no good, or meet bad luck: no wei is made, lost or kept. */
export function x402AttackSuite(stack: () => Stack): void {
  const token = () => stack().deps.chain.addresses.openToken
  const terms = (gateway: Gateway, value: bigint) => ({ value, payTo: gateway.operator, token: token() })
  const quote = async (): Promise<bigint> => {
    const tokens = await stack().engine.countTokens({ base: BASE_MODEL, messages: chat.messages })
    return BigInt(tokens) * 1_000n + BigInt(chat.max_tokens) * 2_000n
  }
  const ask = (gateway: Gateway, header: string, body: object = chat): Promise<Answer> =>
    request(gateway.url, 'POST', '/v1/chat/completions', {
      body: JSON.stringify(body),
      headers: { 'payment-signature': header },
    })
  const balance = (account: { address: string }) => stack().chain.openToken.read.balanceOf([toAddress(account.address)])
  const books = async (gateway: Gateway, account: PrivateKeyAccount) =>
    walletSchema.parse((await request(gateway.url, 'GET', `/v1/wallets/${toAddress(account.address)}`)).json)
  const states = async (account: PrivateKeyAccount) => {
    const mine = eq(x402Payments.wallet, toAddress(account.address))
    return (await stack().db.select({ state: x402Payments.state }).from(x402Payments).where(mine)).map(
      ({ state }) => state,
    )
  }
  /** Somebody else hands an authorisation in. */
  const handIn = (authorization: TransferAuthorization, signature: Hex) =>
    stack()
      .wallet(5)
      .send(transferAuthorizedCall(stack().deps.chain.addresses, authorization, signature), 'Front-running')
  /** A gateway for one test. */
  const withGateway = async (
    work: (gateway: Gateway) => Promise<void>,
    ...more: Parameters<typeof startX402> extends [Stack, ...infer Rest] ? Rest : never
  ) => {
    const gateway = await startX402(stack(), ...more)
    try {
      await work(gateway)
    } finally {
      await gateway.close()
    }
  }

  test('a payment that is not good is refused by code, moves nothing and leaves nothing', () =>
    withGateway(async (gateway) => {
      const value = await quote()
      const account = await freshWallet(stack(), OPEN)
      const poor = await freshWallet(stack(), value - 1n)
      const other = toAddress(`0x${'9'.repeat(40)}`)
      const now = BigInt(Math.floor(Date.now() / 1000))
      type Change = Parameters<typeof signPayment>[2]
      const cases: [string, number, Change, Partial<ReturnType<typeof terms>>?][] = [
        ['X402_AMOUNT_TOO_LOW', 402, {}, { value: value - 1n }],
        ['X402_REQUIREMENTS_UNMET', 402, { accepted: { asset: other } }],
        ['X402_REQUIREMENTS_UNMET', 402, { accepted: { network: 'eip155:1' } }],
        ['X402_SIGNATURE_INVALID', 402, { chainId: 1 }],
        ['X402_SIGNATURE_INVALID', 402, { accepted: { asset: token() } }, { token: other }],
        ['X402_REQUIREMENTS_UNMET', 402, { accepted: { scheme: 'upto' } }],
        ['X402_REQUIREMENTS_UNMET', 402, {}, { payTo: other }],
        ['X402_AUTHORIZATION_TIME', 402, { authorization: { validBefore: now - 1n } }],
        ['X402_AUTHORIZATION_TIME', 402, { authorization: { validBefore: now + 3n } }],
        ['X402_AUTHORIZATION_TIME', 402, { authorization: { validAfter: now + 600n } }],
        ['X402_SIGNATURE_INVALID', 402, { signer: poor }],
        ['X402_SIGNATURE_INVALID', 402, { payload: { signature: `0x${'0'.repeat(130)}` } }],
        ['X402_WALLET_UNSUPPORTED', 402, { payload: { signature: `0x${'12'.repeat(200)}` } }],
        ['X402_HEADER_MALFORMED', 400, { payload: { authorization: undefined, permit2Authorization: {} } }],
        ['X402_HEADER_MALFORMED', 400, { envelope: { x402Version: 1 } }],
        ['X402_HEADER_MALFORMED', 400, { envelope: { padding: 'x'.repeat(8_000) } }],
      ]
      const before = await balance(account)
      for (const [code, status, change, changedTerms] of cases) {
        const { header } = await signPayment(account, { ...terms(gateway, value), ...changedTerms }, change)
        const answer = await ask(gateway, header)
        expect(failure(answer), code).toEqual({ status, code })
        expect(answer.headers.has('payment-required')).toBe(status === 402)
        const told = settlementResponseSchema.parse(decodeBase64Json(answer.headers.get('payment-response') ?? ''))
        expect(told).toMatchObject({ success: false, transaction: '' })
      }
      for (const header of ['', '{', 'AAAA', btoa('[]'), encodeBase64Json({ x402Version: 2 }), '%'.repeat(100)])
        expect(failure(await ask(gateway, header))).toEqual({ status: 400, code: 'X402_HEADER_MALFORMED' })
      const { header: poorly } = await signPayment(poor, terms(gateway, value))
      expect(failure(await ask(gateway, poorly))).toEqual({ status: 402, code: 'X402_FUNDS_TOO_LOW' })
      const { header } = await signPayment(account, terms(gateway, value))
      const named = { body: chat, headers: { 'payment-signature': header, 'idempotency-key': 'mine' } }
      expect(failure(await request(gateway.url, 'POST', '/v1/chat/completions', named))).toEqual({
        status: 400,
        code: 'REQUEST_INVALID',
      })
      expect(failure(await ask(gateway, header, { ...chat, logprobs: true }))).toMatchObject({
        code: 'REQUEST_INVALID',
      })
      expect(await balance(account)).toBe(before)
      expect([...(await states(account)), ...(await states(poor))]).toEqual([])
    }))

  test('an authorisation that somebody else hands in first pays all the same, once', async () => {
    const account = await freshWallet(stack(), OPEN)
    let rush = async () => {}
    const onStep = (step: X402Step) => (step === 'submitted' ? rush() : undefined)
    await withGateway(
      async (gateway) => {
        const { header, authorization, signature } = await signPayment(account, terms(gateway, await quote()))
        let theirs = ''
        rush = async () => {
          theirs = (await handIn(authorization, signature)).transactionHash
        }
        const answer = await ask(gateway, header)
        expect(answer.status).toBe(200)
        const told = settlementResponseSchema.parse(decodeBase64Json(answer.headers.get('payment-response') ?? ''))
        expect(told.transaction).toBe(theirs)
        const fee = BigInt(chatResponseSchema.parse(answer.json).openledger.fee)
        await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN - fee)
        await expect.poll(() => books(gateway, account)).toMatchObject({ payments: 1, fees: `${fee}`, owed: '0' })
      },
      { onStep },
    )
  })

  test('money that came before the gateway was asked makes no call for whoever shows it, and goes back once', () =>
    withGateway(async (gateway) => {
      const account = await freshWallet(stack(), OPEN)
      const before = await stack().db.$count(calls)
      const { header, authorization, signature } = await signPayment(account, terms(gateway, await quote()))
      await handIn(authorization, signature)
      expect(await balance(account)).toBe(OPEN - authorization.value)
      const answers = await Promise.all([1, 2, 3].map(() => ask(gateway, header)))
      for (const answer of answers) expect(answer.status).toBe(402)
      expect(answers.map((answer) => failure(answer).code)).toContain('X402_NONCE_USED')
      await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN)
      expect(failure(await ask(gateway, header))).toEqual({ status: 402, code: 'X402_PAYMENT_SPENT' })
      await expect.poll(() => books(gateway, account)).toMatchObject({ payments: 1, fees: '0', owed: '0' })
      expect(await stack().db.$count(calls)).toBe(before)
      expect(await balance(account)).toBe(OPEN)
    }))

  test('a nonce that was cancelled, or used for another transfer, brings nothing', () =>
    withGateway(async (gateway) => {
      const account = await freshWallet(stack(), OPEN)
      const value = await quote()
      const cancelled = await signPayment(account, terms(gateway, value))
      const cancel = await account.signTypedData({
        domain: { name: 'OpenLedger', version: '1', chainId: 31337, verifyingContract: token() },
        types: {
          CancelAuthorization: [
            { name: 'authorizer', type: 'address' },
            { name: 'nonce', type: 'bytes32' },
          ],
        },
        primaryType: 'CancelAuthorization',
        message: { authorizer: account.address, nonce: cancelled.authorization.nonce },
      })
      const { r, s, yParity } = parseSignature(cancel)
      const args = [account.address, cancelled.authorization.nonce, yParity + 27, r, s] as const
      const data = encodeFunctionData({ abi: openTokenAbi, functionName: 'cancelAuthorization', args })
      await stack().wallet(5).send({ to: token(), data }, 'Cancelling')
      const { nonce } = (await signPayment(account, terms(gateway, value))).authorization
      const elsewhere = await signPayment(account, terms(gateway, 1n), { authorization: { nonce } })
      await handIn(elsewhere.authorization, elsewhere.signature)
      const twin = await signPayment(account, terms(gateway, value), { authorization: { nonce } })
      for (const { header } of [cancelled, twin, cancelled]) {
        expect(failure(await ask(gateway, header))).toEqual({ status: 402, code: 'X402_NONCE_USED' })
      }
      expect(await books(gateway, account)).toMatchObject({ payments: 0, paid: '0', owed: '0' })
      expect(await balance(account)).toBe(OPEN - 1n)
    }))

  test('a wallet emptied after it was looked at pays nothing and gets nothing; filled up later by whoever, it is owed', async () => {
    const account = await freshWallet(stack(), OPEN)
    let empty = async () => {}
    const onStep = (step: X402Step) => (step === 'submitted' ? empty() : undefined)
    await withGateway(
      async (gateway) => {
        const value = await quote()
        const { header, authorization, signature } = await signPayment(account, terms(gateway, value))
        empty = async () => {
          const all = await signPayment(account, { ...terms(gateway, OPEN), payTo: toAddress(`0x${'7'.repeat(40)}`) })
          await handIn(all.authorization, all.signature)
        }
        expect(failure(await ask(gateway, header))).toEqual({ status: 402, code: 'X402_TRANSFER_FAILED' })
        expect(await states(account)).toEqual(['refused'])
        expect(failure(await ask(gateway, header))).toEqual({ status: 402, code: 'X402_TRANSFER_FAILED' })
        await transferOpen(stack().wallet(0), { to: authorization.from, balanceAtLeast: value })
        await handIn(authorization, signature)
        expect(failure(await ask(gateway, header))).toEqual({ status: 402, code: 'X402_NONCE_USED' })
        await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(value)
      },
      { onStep },
    )
  })

  test('a call that fails before its first word, and one that is never made, are owed back whole', async () => {
    const { engine } = stack()
    const account = await freshWallet(stack(), OPEN)
    const broken = new Proxy(engine, {
      get: (target, name) => {
        if (name === 'generate') throw new OpenLedgerError(engineErrors.ENGINE_CRASHED, 'It broke.')
        const part: unknown = Reflect.get(target, name)
        return typeof part === 'function' ? part.bind(target) : part
      },
    })
    await withGateway(
      async (gateway) => {
        const { header } = await signPayment(account, terms(gateway, await quote()))
        expect(failure(await ask(gateway, header))).toEqual({ status: 503, code: 'ENGINE_CRASHED' })
        await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN)
        const again = await ask(gateway, header)
        expect(failure(again)).toEqual({ status: 402, code: 'X402_PAYMENT_SPENT' })
        expect(again.headers.has('payment-required')).toBe(true)
      },
      {},
      { engine: broken },
    )
    const gone = new AbortController()
    const onStep = async (step: X402Step) => {
      if (step !== 'settled') return
      gone.abort()
      // Until the gateway has noticed.
      await sleep(2_000)
    }
    await withGateway(
      async (gateway) => {
        const { header } = await signPayment(account, terms(gateway, await quote()))
        const sent = fetch(`${gateway.url}/v1/chat/completions`, {
          method: 'POST',
          body: JSON.stringify(chat),
          headers: { 'content-type': 'application/json', 'payment-signature': header },
          signal: gone.signal,
        })
        await expect(sent).rejects.toThrow()
        await expect.poll(() => balance(account), { timeout: 20_000 }).toBe(OPEN)
        await expect.poll(() => books(gateway, account)).toMatchObject({ payments: 2, fees: '0', owed: '0' })
      },
      { onStep, unusedAfter_s: 1 },
    )
  })

  test('a thousand payments at once on a small float: it lends no more than it has, and every wei has its place', async () => {
    const value = await quote()
    const account = await freshWallet(stack(), OPEN)
    const before = await stack().db.$count(calls)
    await withGateway(
      async (gateway) => {
        const headers = await Promise.all(
          Array.from({ length: 1_000 }, () => signPayment(account, terms(gateway, value))),
        )
        const url = `${gateway.url}/v1/chat/completions`
        const answers = await Promise.all(
          headers.map(async ({ header }) => {
            const sent = { 'content-type': 'application/json', 'payment-signature': header }
            const response = await gateway.fetch(
              new Request(url, { method: 'POST', body: JSON.stringify(chat), headers: sent }),
            )
            return { status: response.status, headers: response.headers, json: await response.json() }
          }),
        )
        const codes = answers.map((answer) => (answer.status === 200 ? 'ok' : failure(answer).code))
        const served = codes.filter((code) => code === 'ok').length
        expect(served).toBeGreaterThan(0)
        expect(new Set(codes)).toEqual(
          new Set(['ok', 'X402_FLOAT_EXHAUSTED', ...codes.filter((code) => code === 'GATEWAY_OVERLOADED')]),
        )
        for (const answer of answers.filter(({ status }) => status !== 200))
          expect(answer.headers.has('retry-after')).toBe(true)
        await expect.poll(async () => (await books(gateway, account)).owed, { timeout: 20_000 }).toBe('0')
        const mine = await books(gateway, account)
        const house = await gateway.house()
        const [{ fees } = { fees: null }] = await stack()
          .db.select({ fees: sum(receipts.fee) })
          .from(receipts)
          .where(eq(receipts.channelId, house?.channelId ?? '0x'))
        expect(mine.fees).toBe(fees)
        expect(BigInt(mine.paid)).toBe(BigInt(mine.fees) + BigInt(mine.returned))
        expect(await balance(account)).toBe(OPEN - BigInt(mine.fees))
        expect(house).toMatchObject({ reserved: 0n, used: BigInt(mine.fees) })
        // The operator has put in its float, and no more than the calls have earned since.
        expect(house?.deposit).toBeLessThanOrEqual(3n * value + BigInt(mine.fees))
        expect(await stack().db.$count(calls)).toBe(before + served)
        // It fills up again.
        const left = async () => gateway.house().then((now) => (now?.deposit ?? 0n) - (now?.used ?? 0n))
        await expect.poll(left, { timeout: 20_000 }).toBeGreaterThan((3n * value) / 2n)
      },
      { float: 3n * value },
      { sealingSecret: randomBytes(32) },
    )
  })

  test('a reorganisation: what can be paid again is, what can’t is lost to the operator, and nothing unpaid goes back', async () => {
    const { rpcUrl } = stack().anvil
    const [faithful, thief] = [await freshWallet(stack(), OPEN), await freshWallet(stack(), OPEN)]
    await withGateway(
      async (gateway) => {
        const value = (await quote()) * 4n
        const payments = await Promise.all(
          [faithful, thief].map((account) => signPayment(account, terms(gateway, value))),
        )
        const snapshot = await callRpc(rpcUrl, 'evm_snapshot', [])
        for (const { header } of payments) expect((await ask(gateway, header)).status).toBe(200)
        await expect
          .poll(async () => [...(await states(faithful)), ...(await states(thief))])
          .toEqual(['spent', 'spent'])
        await callRpc(rpcUrl, 'evm_revert', [snapshot])
        const all = await signPayment(thief, { ...terms(gateway, OPEN), payTo: toAddress(`0x${'6'.repeat(40)}`) })
        await handIn(all.authorization, all.signature)
        await stack().publisher.reconcile()
        await callRpc(rpcUrl, 'anvil_mine', ['0x10'])
        await expect
          .poll(async () => [...(await states(faithful)), ...(await states(thief))], { timeout: 30_000 })
          .toEqual(['final', 'lost'])
        const { fees, returned } = await books(gateway, faithful)
        await expect.poll(() => balance(faithful), { timeout: 20_000 }).toBe(OPEN - BigInt(fees))
        expect(BigInt(fees)).toBeGreaterThan(0n)
        expect(BigInt(returned)).toBeGreaterThanOrEqual(0n)
        expect(await balance(thief)).toBe(0n)
        expect(await books(gateway, thief)).toMatchObject({ payments: 0, paid: '0', returned: '0', owed: '0' })
        const lost = and(eq(x402Payments.wallet, toAddress(thief.address)), eq(x402Payments.state, 'lost'))
        expect(await stack().db.$count(x402Payments, lost)).toBe(1)
      },
      { finalityDepth: 8 },
    )
  })
}
