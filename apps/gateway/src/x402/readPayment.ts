import type { Address } from '@openledger/core/api/primitives.ts'
import { exactPayloadSchema, paymentPayloadSchema, X402_HEADERS } from '@openledger/core/api/x402.ts'
import { recoverAuthorizer, type TransferAuthorization } from '@openledger/core/eip712/transferAuthorization.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { decodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { type Hex, size } from 'viem'
import type { z } from 'zod'
import { gatewayErrors } from '../errors.ts'
import { networkOf, type PaymentTerms } from './requirements.ts'

/** A payment that its wallet really signed, for this gateway's account, chain and token. */
export type SignedPayment = { readonly authorization: TransferAuthorization; readonly signature: Hex }

/** Characters of a payment's header: what stock clients send has about 1,500. */
const HEADER_MAX = 8_192

/**
 * Reads the header `payment-signature` and asserts all of a payment that neither time, money nor the chain decides.
 *
 * @returns undefined without the header
 * @throws X402_HEADER_MALFORMED, X402_REQUIREMENTS_UNMET, X402_WALLET_UNSUPPORTED, X402_SIGNATURE_INVALID
 */
export async function readPayment(headers: Headers, terms: PaymentTerms): Promise<SignedPayment | undefined> {
  const header = headers.get(X402_HEADERS.signature)
  if (header === null) return undefined
  if (header.length > HEADER_MAX) throw malformed(`it has more than ${HEADER_MAX} characters`)
  const { accepted, payload } = parse(paymentPayloadSchema, decoded(header))
  const { token, payTo } = terms
  if (accepted.scheme !== 'exact') throw unmet('scheme', 'exact', accepted.scheme)
  const network = networkOf(token.chainId)
  if (accepted.network !== network) throw unmet('network', network, accepted.network)
  if (accepted.asset.toLowerCase() !== token.verifyingContract)
    throw unmet('asset', token.verifyingContract, accepted.asset)
  const { signature, authorization } = parse(exactPayloadSchema, payload)
  if (authorization.to !== payTo) throw unmet('receiver', payTo, authorization.to)
  await assertSigned(authorization, signature, terms)
  return { authorization, signature }
}

async function assertSigned(message: TransferAuthorization, signature: Hex, { token }: PaymentTerms): Promise<void> {
  if (size(signature) !== 65) {
    throw new OpenLedgerError(
      gatewayErrors.X402_WALLET_UNSUPPORTED,
      `The payment’s signature has ${size(signature)} bytes; one of a key has 65.`,
    )
  }
  const signer: Address = await recoverAuthorizer(message, token, signature).catch((cause: unknown) => {
    throw new OpenLedgerError(gatewayErrors.X402_SIGNATURE_INVALID, 'The payment’s signature is no signature.', {
      cause,
    })
  })
  if (signer !== message.from) {
    throw new OpenLedgerError(
      gatewayErrors.X402_SIGNATURE_INVALID,
      `The payment is not signed by ${message.from} under the domain of OPEN.`,
    )
  }
}

function decoded(header: string): unknown {
  try {
    return decodeBase64Json(header)
  } catch (cause) {
    throw malformed('it is not base64 of JSON', cause)
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw malformed(`${issue?.path.map(String).join('.') || 'the whole'}: ${issue?.message ?? 'invalid'}`)
}

function malformed(why: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(
    gatewayErrors.X402_HEADER_MALFORMED,
    `The header payment-signature is malformed: ${why}.`,
    {
      cause,
    },
  )
}

function unmet(what: string, expected: string, found: string): OpenLedgerError {
  const message = `The payment’s ${what} is ${found.slice(0, 128)}, not ${expected}.`
  return new OpenLedgerError(gatewayErrors.X402_REQUIREMENTS_UNMET, message)
}
