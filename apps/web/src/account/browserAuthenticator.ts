import { assertionSchema, registrationSchema } from '@openledger/core/api/webauthn.ts'
import type { Authenticator } from '@openledger/sdk/passkeys.ts'
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** This browser and the devices that it reaches. */
export const browserAuthenticator: Authenticator = {
  create: async (optionsJSON) => registrationSchema.parse(await startRegistration({ optionsJSON })),
  get: async (optionsJSON) => assertionSchema.parse(await startAuthentication({ optionsJSON })),
}
