import { callHash } from '@openledger/chain/calls/callHash.ts'
import type { ContractCall } from '@openledger/chain/calls/contractCall.ts'
import {
  accountSignatureRequestSchema,
  createAccountSignature,
  createAccountTransaction,
} from '@openledger/core/api/acting.ts'
import { createConfirmation } from '@openledger/core/api/passkeys.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { callRoute } from '../callRoute.ts'
import type { OpenLedger } from '../createOpenLedger.ts'
import { sdkErrors } from '../errors.ts'
import type { Authenticator } from '../passkeys.ts'
import type { Actor, PendingStore, TypedDataToSign } from './actor.ts'
import { pendingKey } from './pendingKey.ts'

/** Answers after which the same key would only be answered the same: the next try is another transaction. */
const FINAL = ['CHAIN_REVERTED', 'CHAIN_KEY_REUSED', 'ACTING_CALL_REFUSED']

/**
 * Somebody whose key the gateway keeps: it signs contributions and sends calls of a list (docs/signing-in.md) for the
 * session, and asks a passkey where money could go to somebody else.
 *
 * @param options.pending notes keys of transactions on their way: a page that was loaded again waits for those
 */
export function createKeptActor(options: {
  readonly client: Pick<OpenLedger, 'caller'>
  readonly authenticator: Pick<Authenticator, 'get'>
  readonly account: Address
  readonly pending: PendingStore
}): Actor {
  const { account, authenticator, pending } = options
  const { caller } = options.client
  const confirm = async (call: ContractCall) => {
    const body = { action: 'send-transaction', call: callHash(call) }
    return authenticator.get(await callRoute(createConfirmation, { body }, caller))
  }
  const post = async (key: string, { to, data }: ContractCall) => {
    const body = { key, to, data }
    try {
      return await callRoute(createAccountTransaction, { body }, caller)
    } catch (error) {
      if (OpenLedgerError.find(error)?.code !== 'ACTING_CONFIRMATION_NEEDED') throw error
      const confirmation = await confirm({ to, data })
      return callRoute(createAccountTransaction, { body: { ...body, confirmation } }, caller)
    }
  }
  return {
    account,
    kind: 'kept',
    signTypedData: async (typedData) =>
      (await callRoute(createAccountSignature, { body: toBody(typedData) }, caller)).signature,
    async send(call) {
      const note = pendingKey(caller.chainId, account, call)
      const key = pending.getItem(note) ?? crypto.randomUUID()
      pending.setItem(note, key)
      try {
        const { hash } = await post(key, call)
        pending.removeItem(note)
        return hash
      } catch (error) {
        if (FINAL.includes(OpenLedgerError.find(error)?.code ?? '')) pending.removeItem(note)
        throw error
      }
    },
  }
}

/** @throws SDK_NOT_SIGNED for typed data that the gateway signs for nobody */
function toBody({ domain, primaryType, message }: TypedDataToSign) {
  const { deadline } = message
  const parsed = accountSignatureRequestSchema.safeParse({
    domain,
    primaryType,
    message: { ...message, deadline: String(deadline) },
  })
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(sdkErrors.SDK_NOT_SIGNED, `A kept account signs no ${primaryType} like this one.`, {
    cause: parsed.error,
  })
}
