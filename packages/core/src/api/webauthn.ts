import { z } from 'zod'

// What browsers and gateway say to each other about passkeys: the JSON forms of WebAuthn Level 3 (§5.1.8 to §5.1.10),
// with as much of them as is used here.

/** Bytes as unpadded base64url. */
const bytes = (length_max: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')
    .max(Math.ceil((length_max * 4) / 3))

const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])
const credentialType = z.literal('public-key')
const descriptor = z.object({
  id: bytes(1_023),
  type: credentialType,
  transports: z.array(transport).max(8).exactOptional(),
})

/** Id of a passkey: what its authenticator calls it (a credential id), base64url. */
export const passkeyIdSchema = bytes(1_023)

/** PublicKeyCredentialCreationOptionsJSON */
export const creationOptionsSchema = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: bytes(64), name: z.string(), displayName: z.string() }),
  challenge: bytes(64),
  pubKeyCredParams: z.array(z.object({ type: credentialType, alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
})

/** PublicKeyCredentialRequestOptionsJSON */
export const requestOptionsSchema = z.object({
  rpId: z.string(),
  challenge: bytes(64),
  timeout: z.int(),
  allowCredentials: z.array(descriptor),
  userVerification: z.literal('required'),
})

/** RegistrationResponseJSON */
export const registrationSchema = z.object({
  id: passkeyIdSchema,
  rawId: passkeyIdSchema,
  type: credentialType,
  response: z.object({
    clientDataJSON: bytes(2_048),
    attestationObject: bytes(8_192),
    /** Transports that are not known here are left out. */
    transports: z.array(z.string().max(32)).max(16).exactOptional(),
  }),
})

/** AuthenticationResponseJSON */
export const assertionSchema = z.object({
  id: passkeyIdSchema,
  rawId: passkeyIdSchema,
  type: credentialType,
  response: z.object({
    clientDataJSON: bytes(2_048),
    authenticatorData: bytes(2_048),
    signature: bytes(1_024),
    userHandle: bytes(64).exactOptional(),
  }),
})

export const transportSchema = transport
export type CreationOptions = z.output<typeof creationOptionsSchema>
export type RequestOptions = z.output<typeof requestOptionsSchema>
export type Registration = z.output<typeof registrationSchema>
export type Assertion = z.output<typeof assertionSchema>
