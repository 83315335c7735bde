import { createPasskeySessionOptions } from '@openledger/core/api/passkeys.ts'
import { askAssertion } from '../../auth/askAssertion.ts'
import { defineHandler } from '../../http/apiHandler.ts'

/** POST /v1/auth/passkey-sessions/options: the same for everybody; the person's device knows which passkeys it has. */
export const handler = defineHandler(createPasskeySessionOptions, ({ deps }) =>
  askAssertion(deps, { purpose: 'passkey', boundTo: '', allowed: [] }),
)
