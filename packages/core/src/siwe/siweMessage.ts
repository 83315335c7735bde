/** What a sign-in message says (EIP-4361). Times are RFC 3339 text as the message has them; the others as they stand. */
export type SiweMessage = {
  readonly scheme?: string | undefined
  /** Host and port of the site that asks: `example.com`, `localhost:8787`. */
  readonly domain: string
  /** `0x` and 40 hex digits: EIP-55's capitals, or all lower case. */
  readonly address: `0x${string}`
  /** One line of what is agreed to. */
  readonly statement?: string | undefined
  readonly uri: string
  readonly chainId: number
  readonly nonce: string
  readonly issuedAt: string
  readonly expirationTime?: string | undefined
  readonly notBefore?: string | undefined
  readonly requestId?: string | undefined
  readonly resources?: readonly string[] | undefined
}

/** The text that a wallet shows and signs (EIP-4361, version 1). */
export function writeSiweMessage(message: SiweMessage): string {
  const { scheme, domain, address, statement, uri, chainId, nonce, issuedAt, resources } = message
  const optional = [
    ['Expiration Time', message.expirationTime],
    ['Not Before', message.notBefore],
    ['Request ID', message.requestId],
  ] as const
  return [
    `${scheme === undefined ? '' : `${scheme}://`}${domain} wants you to sign in with your Ethereum account:`,
    address,
    '',
    ...(statement === undefined ? [] : [statement]),
    '',
    `URI: ${uri}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt}`,
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
    ...(resources === undefined ? [] : ['Resources:', ...resources.map((resource) => `- ${resource}`)]),
  ].join('\n')
}
