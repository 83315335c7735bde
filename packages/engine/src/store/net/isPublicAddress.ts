import ipaddr from 'ipaddr.js'

/**
 * Whether an IP address is one of the public internet. Everything else is not: private, shared (CGNAT), loopback,
 * link-local and reserved ranges, and IPv6 addresses that lead to IPv4 ones (mapped, NAT64, 6to4, Teredo).
 * @param address in its usual notation; what is none is not public
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Of IPv6, 2000::/3 is given out (RFC 4291): ::a.b.c.d lies outside.
  return parsed.kind() === 'ipv4' || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20
}
