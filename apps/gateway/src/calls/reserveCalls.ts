import { randomBytes } from 'node:crypto'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { choiceCallId } from '@openledger/core/ids/choiceCallId.ts'
import { bytesToHex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { KeyOwner } from '../auth/findKey.ts'
import { readSessionSigner } from '../auth/readSessionSigner.ts'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import { withKey } from '../ledger/channelState.ts'
import { assertNothingDue } from './assertNothingDue.ts'
import { assertCredit } from './channelCredit.ts'
import { type EndedCall, findEndedCalls } from './findEndedCalls.ts'
import { assertAllowance, assertRate, hasRate } from './keyAllowance.ts'
import { mostOf } from './mostOf.ts'
import type { PreparedCall } from './prepareCall.ts'
import type { RateVerdict } from './rateLimit.ts'
import type { Idempotency } from './readIdempotency.ts'

/** A call whose greatest cost is set aside. */
export type ReservedCall = PreparedCall & {
  readonly callId: Hash32
  readonly keyId: string
  readonly channelId: Hash32
  readonly salt: Hash32
  readonly reservedAmount: bigint
  /** Signs the channel's vouchers; undefined where the payer does, after the call. */
  readonly voucherSigner: PrivateKeyAccount | undefined
}

/** What a caller may ask beyond the calls themselves. */
export type ReserveOptions = {
  /** The request's name, under which the same request sent again makes no second call. */
  readonly idempotency?: Idempotency | undefined
  /** Told where the key's rates stand, also when they refuse the calls. */
  readonly onRate?: (verdict: RateVerdict) => void
}

/** A request's calls, one for each choice of its answer. */
export type ChoiceCalls = readonly [ReservedCall, ...ReservedCall[]]

/** Calls to be made, or those that an earlier request of the same name made already. */
export type OpenedCalls = { readonly calls: ChoiceCalls; readonly earlier?: readonly EndedCall[] }

/**
 * Sets aside the most that a request's calls can cost, in one step of its channel: all of them or none, so that parallel
 * requests together never exceed the deposit, nor a key's budget and rates. Channel and key have reserved afterwards
 * what the calls have together. A channel whose payer signs the vouchers has one call at a time, paid before the next.
 *
 * @param prepared at least one, all of one model
 * @throws PAYMENT_*, KEY_*, IDEMPOTENCY_*, CALL_NO_CHANNEL
 */
export async function reserveCalls(
  services: LedgerServices,
  key: KeyOwner,
  prepared: readonly PreparedCall[],
  options: ReserveOptions = {},
): Promise<OpenedCalls> {
  const { keyId, channelId } = key
  const isLocal = key.signing === 'local'
  const callId = bytesToHex(randomBytes(32))
  const [first, ...more] = prepared.map((one, index) => ({
    ...one,
    keyId,
    channelId,
    callId: choiceCallId(callId, index),
    salt: bytesToHex(randomBytes(32)),
    reservedAmount: mostOf(one),
  }))
  if (first === undefined) throw new Error('There is no call to reserve.')
  const { model } = first
  if (more.some((call) => call.model.name !== model.name)) throw new Error('The calls are of different models.')
  const { idempotency, onRate = () => {} } = options
  const amount = [first, ...more].reduce((sum, { reservedAmount }) => sum + reservedAmount, 0n)
  const tokens = prepared.reduce((sum, { inputTokens, request }) => sum + inputTokens + request.params.maxTokens, 0)
  const now_s = await services.ledgerTime()
  return services.ledger.take<OpenedCalls>(channelId, keyId, async (channel, isWritten) => {
    const keyState = channel.keys.get(keyId)
    if (keyState === undefined) throw new OpenLedgerError(gatewayErrors.AUTH_KEY_INVALID, 'The API key is not known.')
    // Earlier calls are looked up in the tables.
    if (!isWritten && (idempotency !== undefined || hasRate(keyState) || isLocal)) return undefined
    const voucherSigner = isLocal ? undefined : await readSessionSigner(services, channel.signer)
    const earlier = idempotency && (await findEndedCalls(services.db, keyId, idempotency, prepared.length))
    const made = (call: Omit<ReservedCall, 'voucherSigner'>, index: number) => ({
      ...asMade(call, earlier?.[index]),
      voucherSigner,
    })
    const calls: ChoiceCalls = [made(first, 0), ...more.map((call, place) => made(call, place + 1))]
    if (earlier !== undefined) return { state: channel, writes: {}, result: { calls, earlier } }
    if (isLocal) await assertNothingDue(services.db, channelId, prepared.length)
    assertCredit(channel, amount, now_s)
    assertAllowance(keyState, { model, amount })
    const now_ms = services.clock.now()
    if (hasRate(keyState)) await assertRate(services.db, keyState, { calls: calls.length, tokens }, now_ms, onRate)
    const reserved = { ...channel, reserved: channel.reserved + amount }
    return {
      state: withKey(reserved, { ...keyState, reserved: keyState.reserved + amount }),
      writes: {
        opened: calls.map((call) => toRow(call, now_ms)),
        ...(idempotency && { named: nameOf(idempotency, calls[0]) }),
      },
      result: { calls },
    }
  })
}

/** A call as an earlier request made it, the choice of its model included. */
function asMade<Call extends PreparedCall>(call: Call, earlier: EndedCall | undefined): Call {
  if (earlier === undefined) return call
  const { route, ...stored } = earlier.stored
  if (route === undefined) return { ...call, ...stored }
  return { ...call, ...stored, model: { ...call.model, name: route.model }, request: { ...call.request, route } }
}

function toRow(call: ReservedCall, now_ms: number) {
  const { callId, keyId, channelId, model, reservedAmount, request, salt, retrieved, inputTokens } = call
  // Of an ensemble the first: the receipt names all.
  const [{ modelId, price }] = model.components
  const row = { callId, apiKeyId: keyId, channelId, modelId, reservedAmount, request, salt, retrieved, inputTokens }
  return { ...row, priceVersion: price.version, startedAt: new Date(now_ms) }
}

function nameOf({ key, requestHash }: Idempotency, { keyId, callId }: ReservedCall) {
  return { apiKeyId: keyId, idempotencyKey: key, requestHash, callId }
}
