import { type SettlementResponse, X402_HEADERS, X402_VERSION } from '@openledger/core/api/x402.ts'
import type { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { encodeBase64Json } from '@openledger/core/json/base64Json.ts'
import { gatewayErrors } from '../errors.ts'
import { networkOf, type PaymentTerms, requirementsOf } from './requirements.ts'

/** The protocol's words for why a payment was refused (x402 specification, section 9); others are ours. */
const REASONS: Readonly<Record<string, string>> = {
  [gatewayErrors.X402_FUNDS_TOO_LOW.code]: 'insufficient_funds',
  [gatewayErrors.X402_HEADER_MALFORMED.code]: 'invalid_payload',
  [gatewayErrors.X402_REQUIREMENTS_UNMET.code]: 'invalid_payment_requirements',
  [gatewayErrors.X402_AMOUNT_TOO_LOW.code]: 'invalid_exact_evm_payload_authorization_value',
  [gatewayErrors.X402_AUTHORIZATION_TIME.code]: 'invalid_exact_evm_payload_authorization_valid_before',
  [gatewayErrors.X402_SIGNATURE_INVALID.code]: 'invalid_exact_evm_payload_signature',
  [gatewayErrors.X402_WALLET_UNSUPPORTED.code]: 'invalid_exact_evm_payload_signature',
  [gatewayErrors.X402_TRANSFER_FAILED.code]: 'invalid_transaction_state',
}

/** Writes the header `payment-response` of a payment that is on chain. */
export function tellPaid(
  headers: Headers,
  paid: { readonly transaction: string; readonly payer: string; readonly chainId: number },
): void {
  const { transaction, payer, chainId } = paid
  tell(headers, { success: true, transaction, network: networkOf(chainId), payer })
}

/**
 * Writes the headers of a refusal: why a payment was not taken, in `payment-response`, and with 402 what to pay, in
 * `payment-required`. Where it is not known yet what becomes of a payment (409, 5xx) nothing is said about it.
 *
 * @param request.url - what was asked for
 * @param request.amount - wei of OPEN that the request can cost
 * @param request.isTried - whether there was a payment that was not taken
 * @param request.payer - whose it was, if anybody signed it
 */
export function tellRefused(
  headers: Headers,
  terms: PaymentTerms,
  error: OpenLedgerError,
  request: { readonly url: string; readonly amount: bigint; readonly isTried: boolean; readonly payer?: string },
): void {
  const { url, amount, isTried, payer } = request
  if (isTried && (error.status === 402 || error.status === 400)) {
    const errorReason = REASONS[error.code] ?? error.code.toLowerCase()
    const network = networkOf(terms.token.chainId)
    tell(headers, { success: false, errorReason, transaction: '', network, ...(payer === undefined ? {} : { payer }) })
  }
  if (error.status !== 402) return
  const resource = { url, description: 'One call of a model', mimeType: 'application/json' }
  const accepts = [requirementsOf(terms, amount)]
  const required = { x402Version: X402_VERSION, error: error.message, resource, accepts }
  headers.set(X402_HEADERS.required, encodeBase64Json(required))
}

function tell(headers: Headers, response: SettlementResponse): void {
  headers.set(X402_HEADERS.response, encodeBase64Json(response))
}
