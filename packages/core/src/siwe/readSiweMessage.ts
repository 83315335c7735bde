import { isAddress } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { SiweMessage } from './siweMessage.ts'

/** RFC 3339 date-time, as EIP-4361 has it. */
const TIME = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)'

/** One line each; every group ends where its line does, so there is one way to read a text. */
const SHAPE = new RegExp(
  [
    '^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?<domain>[^\\s/?#@]+) wants you to sign in with your Ethereum account:',
    '(?<address>0x[0-9A-Fa-f]{40})',
    '(?:\n(?<statement>[\\x20-\\x7e]+))?',
    '',
    'URI: (?<uri>\\S+)',
    'Version: 1',
    'Chain ID: (?<chainId>[1-9]\\d{0,14})',
    'Nonce: (?<nonce>[A-Za-z0-9]{8,})',
    `Issued At: (?<issuedAt>${TIME})` +
      `(?:\nExpiration Time: (?<expirationTime>${TIME}))?` +
      `(?:\nNot Before: (?<notBefore>${TIME}))?` +
      '(?:\nRequest ID: (?<requestId>[^\\s/?#]*))?' +
      '(?:\nResources:(?<resources>(?:\n- \\S+)*))?$',
  ].join('\n'),
)

/**
 * Reads a sign-in message whole: a text with anything before, between or after its fields is refused, so that what is
 * checked is all that was signed.
 *
 * Source: EIP-4361, "ABNF Message Format".
 * @throws SIWE_MESSAGE_MALFORMED
 */
export function readSiweMessage(text: string): SiweMessage {
  const { chainId, resources, ...fields } = SHAPE.exec(text)?.groups ?? {}
  const { domain, address, uri, nonce, issuedAt } = fields
  const times = [issuedAt, fields['expirationTime'], fields['notBefore']].filter((time) => time !== undefined)
  if (
    domain === undefined ||
    !isAccount(address) ||
    uri === undefined ||
    !URL.canParse(uri) ||
    nonce === undefined ||
    issuedAt === undefined ||
    times.some((time) => Number.isNaN(Date.parse(time)))
  ) {
    throw new OpenLedgerError(coreErrors.SIWE_MESSAGE_MALFORMED, 'The text is not a sign-in message of EIP-4361.')
  }
  return {
    ...fields,
    domain,
    address,
    uri,
    chainId: Number(chainId),
    nonce,
    issuedAt,
    resources: resources?.split('\n- ').slice(1),
  }
}

/** Capitals are EIP-55's checksum: where there are some, it must be right. */
function isAccount(text: string | undefined): text is `0x${string}` {
  return text !== undefined && isAddress(text)
}
