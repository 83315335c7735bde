import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { useState } from 'react'
import { ApiError } from '../../api/apiError.ts'
import { text } from '../../text/text.ts'

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
  const { passkeyFailed: message, passkeyFailedHint: hint } = text.signIn
  return reason instanceof ApiError ? reason : new ApiError({ code: 'WEB_PASSKEY', status: 0, message, hint }, reason)
}
