import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'

/** What browsers throw when a passkey was not given (WebAuthn). */
const PASSKEY_ERRORS = ['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError', 'WebAuthnError']

/** One thing at a time that a person does: whether it goes on, and why it failed. */
export function useAction() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()
  const run = async (action: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    try {
      await action()
    } catch (reason) {
      setError(shown(reason))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}

/** An error in words: the gateway's and the client's with code and hint; a browser's for a passkey that was not given. */
function shown(reason: unknown): Error {
  const known = OpenLedgerError.find(reason)
  if (known !== undefined) return new ApiError(known, reason)
  if (reason instanceof ApiError) return reason
  const { passkeyFailed, passkeyFailedHint } = text.signIn
  if (reason instanceof Error && PASSKEY_ERRORS.includes(reason.name))
    return new ApiError({ code: 'WEB_PASSKEY', status: 0, message: passkeyFailed, hint: passkeyFailedHint }, reason)
  const { failed: message, failedHint: hint } = text.acting
  return new ApiError({ code: 'WEB_UNEXPECTED', status: 0, message, hint }, reason)
}
