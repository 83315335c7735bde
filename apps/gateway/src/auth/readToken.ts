/** The token of an `Authorization: Bearer …` header (RFC 6750 §2.1); undefined without one. */
export function readToken(authorization: string | null): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
}
