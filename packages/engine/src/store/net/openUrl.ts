import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import type { StoreSettings } from '../storeSettings.ts'
import { type ResolvedAddress, type ResolveHost, resolveOnce } from './resolveOnce.ts'

/** How addresses are asked. */
export type Net = {
  readonly settings: Pick<StoreSettings, 'allowedOrigins' | 'bytesMax' | 'idle_s' | 'redirectsMax'>
  /** Aborted by the caller, or when the time for the whole adapter is over. */
  readonly signal: AbortSignal
  readonly resolve?: ResolveHost | undefined
}

/** Headers for one request; asked anew after each redirect, so that none goes to another origin by mistake. */
export type HeadersFor = (url: URL) => Promise<Readonly<Record<string, string>>>

/** An answer whose body is still to be read. `headers` are those of the first answer, before any redirect. */
export type OpenedUrl = {
  readonly body: IncomingMessage
  readonly status: number
  readonly headers: IncomingMessage['headers']
}

const REDIRECTS = [301, 302, 303, 307, 308]

/**
 * GETs an address and what it redirects to; each step is checked and connected at the address that was checked.
 * Nothing is decompressed on the way.
 *
 * @throws ADAPTER_ADDRESS_REFUSED, ADAPTER_DOWNLOAD_FAILED, ADAPTER_DOWNLOAD_TIMEOUT
 */
export async function openUrl(address: URL, net: Net, headersFor: HeadersFor = async () => ({})): Promise<OpenedUrl> {
  let url = address
  let first: IncomingMessage['headers'] | undefined
  for (let redirects = 0; redirects <= net.settings.redirectsMax; redirects++) {
    const pinned = await untilAborted(resolveOnce(url, net.settings.allowedOrigins, net.resolve), net.signal)
    const body = await send(url, pinned, net, await headersFor(url))
    const status = body.statusCode ?? 0
    first ??= body.headers
    if (!REDIRECTS.includes(status)) return { body, status, headers: first }
    body.destroy()
    url = redirectTarget(body.headers.location, url)
  }
  throw new OpenLedgerError(
    storeErrors.ADAPTER_DOWNLOAD_FAILED,
    `${address.origin} redirects more than ${net.settings.redirectsMax} times.`,
  )
}

/** A look-up cannot be ended, only left. */
async function untilAborted<T>(looking: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  return Promise.race([looking, promise]).finally(() => signal.removeEventListener('abort', leave))
}

function redirectTarget(location: string | undefined, from: URL): URL {
  const target = location === undefined ? null : URL.parse(location, from)
  if (target !== null) return target
  throw new OpenLedgerError(storeErrors.ADAPTER_DOWNLOAD_FAILED, `${from.origin} redirects to no address.`)
}

async function send(
  url: URL,
  pinned: ResolvedAddress,
  net: Net,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, options, done) =>
    options.all === true ? done(null, [pinned]) : done(null, pinned.address, pinned.family)
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    agent: false,
    lookup,
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'openledger', ...headers },
    signal: net.signal,
    timeout: net.settings.idle_s * 1_000,
  })
  return new Promise((resolve, reject) => {
    const silent = new OpenLedgerError(
      storeErrors.ADAPTER_DOWNLOAD_TIMEOUT,
      `${url.origin} was silent for ${net.settings.idle_s} s.`,
    )
    request.on('timeout', () => request.destroy(silent))
    request.on('error', (cause) => reject(downloadError(url, net, cause)))
    request.on('response', (response) => {
      response.on('error', () => undefined) // whoever reads the body gets it
      request.on('timeout', () => response.destroy(silent))
      resolve(response)
    })
    request.end()
  })
}

/** What a failure of a connection is told as: the caller's own end, the end of the time, or the connection's fault. */
export function downloadError(url: URL, { signal }: Pick<Net, 'signal'>, cause: unknown): Error {
  const known = OpenLedgerError.find(signal.aborted ? signal.reason : cause)
  if (known !== undefined) return known
  if (signal.aborted) return signal.reason instanceof Error ? signal.reason : new Error('stopped', { cause })
  return new OpenLedgerError(storeErrors.ADAPTER_DOWNLOAD_FAILED, `${url.origin} could not be read.`, { cause })
}
