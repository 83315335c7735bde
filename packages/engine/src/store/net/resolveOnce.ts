import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import { isPublicAddress } from './isPublicAddress.ts'

/** An IP address and its family. */
export type ResolvedAddress = { readonly address: string; readonly family: number }

/** Looks a host name up; the operating system's resolver unless a test gives another. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>

const systemResolver: ResolveHost = (host) => lookup(host, { all: true })

/**
 * The one address that a URL's host is connected at. Whoever connects must use it and not ask again: a name may have
 * another address by then (DNS rebinding).
 *
 * @param allowedOrigins origins that may be plain http and need not be public
 * @throws ADAPTER_ADDRESS_REFUSED when the URL is not https, carries a sign-in, or any address of its host is not
 * public; ADAPTER_DOWNLOAD_FAILED when the host has none
 */
export async function resolveOnce(
  url: URL,
  allowedOrigins: readonly string[],
  resolve: ResolveHost = systemResolver,
): Promise<ResolvedAddress> {
  const allowed = allowedOrigins.includes(url.origin)
  if (url.protocol !== 'https:' && !(allowed && url.protocol === 'http:')) throw refused(url, 'is not https')
  if (url.username !== '' || url.password !== '') throw refused(url, 'carries a sign-in')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) === 0 ? await lookUp(host, resolve) : [{ address: host, family: isIP(host) }]
  if (!allowed && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw refused(url, 'does not lie on the public internet')
  }
  const [first] = addresses
  if (first === undefined) throw unknownHost(host)
  return first
}

async function lookUp(host: string, resolve: ResolveHost): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host)
  } catch (cause) {
    throw unknownHost(host, cause)
  }
}

function refused(url: URL, why: string): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_ADDRESS_REFUSED, `${url.origin} ${why}.`)
}

function unknownHost(host: string, cause?: unknown): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_DOWNLOAD_FAILED, `The host ${host} has no address.`, { cause })
}
