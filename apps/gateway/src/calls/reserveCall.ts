import { randomBytes } from 'node:crypto'
import type { CitedDocument } from '@openledger/attribution/citations/urlCitations.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { CallRequest } from '@openledger/db/json/callRequest.ts'
import type { Retrieved } from '@openledger/db/json/retrieved.ts'
import { bytesToHex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { KeyOwner } from '../auth/findKey.ts'
import { readSessionSigner } from '../auth/readSessionSigner.ts'
import { gatewayErrors } from '../errors.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import { withKey } from '../ledger/channelState.ts'
import type { ServableModel } from '../models/servableModel.ts'
import { assertCredit } from './channelCredit.ts'
import { type EndedCall, findEndedCall } from './findEndedCall.ts'
import { assertAllowance, assertRate, hasRate } from './keyAllowance.ts'
import { mostOf } from './mostOf.ts'
import type { RateVerdict } from './rateLimit.ts'
import type { Idempotency } from './readIdempotency.ts'

/** A call about to be reserved: everything but its money is known. */
export type PreparedCall = {
  readonly model: ServableModel
  readonly request: CallRequest
  readonly retrieved: Retrieved
  /** The retrieved records' words, for citing. */
  readonly documents: readonly CitedDocument[]
  readonly inputTokens: number
  /** How many of the likeliest tokens each token is told with; null: tokens are told without log-probability. */
  readonly topLogprobs?: number | null
}

/** A call whose greatest cost is set aside. */
export type ReservedCall = PreparedCall & {
  readonly callId: Hash32
  readonly keyId: string
  readonly channelId: Hash32
  readonly salt: Hash32
  readonly reservedAmount: bigint
  /** Signs the channel's vouchers. */
  readonly voucherSigner: PrivateKeyAccount
}

/** What a caller may ask beyond the call itself. */
export type ReserveOptions = {
  /** The request's name, under which the same request sent again makes no second call. */
  readonly idempotency?: Idempotency | undefined
  /** Told where the key's rates stand, also when they refuse the call. */
  readonly onRate?: (verdict: RateVerdict) => void
}

/** A call to be made, or one that an earlier request of the same name made already. */
export type OpenedCall = { readonly call: ReservedCall; readonly earlier?: EndedCall }

/**
 * Sets aside the most that a call can cost, in one step of its channel, so that parallel calls together never exceed the
 * deposit, nor a key's budget and rates.
 *
 * @throws PAYMENT_*, KEY_*, IDEMPOTENCY_*, CALL_NO_CHANNEL
 */
export async function reserveCall(
  services: LedgerServices,
  key: KeyOwner,
  prepared: PreparedCall,
  options: ReserveOptions = {},
): Promise<OpenedCall> {
  const { model, request, retrieved, inputTokens } = prepared
  const { idempotency, onRate = () => {} } = options
  const { keyId, channelId } = key
  const reservedAmount = mostOf(prepared)
  const now_s = await services.ledgerTime()
  const callId = bytesToHex(randomBytes(32))
  const salt = bytesToHex(randomBytes(32))
  return services.ledger.take<OpenedCall>(channelId, keyId, async (channel, isWritten) => {
    const keyState = channel.keys.get(keyId)
    if (keyState === undefined) throw new OpenLedgerError(gatewayErrors.AUTH_KEY_INVALID, 'The API key is not known.')
    // Earlier calls are looked up in the tables.
    if (!isWritten && (idempotency !== undefined || hasRate(keyState))) return undefined
    const voucherSigner = await readSessionSigner(services, channel.signer)
    const call: ReservedCall = { ...prepared, callId, keyId, channelId, salt, reservedAmount, voucherSigner }
    const ended = idempotency && (await findEndedCall(services.db, keyId, idempotency))
    if (ended !== undefined)
      return { state: channel, writes: {}, result: { call: { ...call, ...ended.stored }, earlier: ended } }
    assertCredit(channel, reservedAmount, now_s)
    assertAllowance(keyState, { modelId: model.modelId, modelName: model.name, amount: reservedAmount })
    const now_ms = services.clock.now()
    if (hasRate(keyState))
      await assertRate(services.db, keyState, inputTokens + request.params.maxTokens, now_ms, onRate)
    const opened = {
      callId,
      apiKeyId: keyId,
      channelId,
      modelId: model.modelId,
      reservedAmount,
      request,
      salt,
      retrieved,
      priceVersion: model.price.version,
      inputTokens,
      startedAt: new Date(now_ms),
    }
    const named = idempotency && {
      apiKeyId: keyId,
      idempotencyKey: idempotency.key,
      requestHash: idempotency.requestHash,
      callId,
    }
    const reserved = { ...channel, reserved: channel.reserved + reservedAmount }
    return {
      state: withKey(reserved, { ...keyState, reserved: keyState.reserved + reservedAmount }),
      writes: { opened, ...(named && { named }) },
      result: { call },
    }
  })
}
