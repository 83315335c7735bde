import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { countBytes } from '../countBytes.ts'
import { storeErrors } from '../errors.ts'
import { downloadError, type HeadersFor, type Net, type OpenedUrl, openUrl } from './openUrl.ts'

/**
 * Downloads a file, or finds that it is not there (404).
 *
 * @param file written anew; removed again when the download fails
 * @param bytesMax most bytes that are borne
 * @returns the first answer's headers, or undefined when there is no such file
 * @throws ADAPTER_TOO_LARGE, ADAPTER_SOURCE_NOT_FOUND (401, 403), ADAPTER_DOWNLOAD_FAILED (also when the length is not
 * the announced one), ADAPTER_DOWNLOAD_TIMEOUT, ADAPTER_ADDRESS_REFUSED
 */
export async function download(
  url: URL,
  file: string,
  bytesMax: number,
  net: Net,
  headersFor?: HeadersFor,
): Promise<OpenedUrl['headers'] | undefined> {
  const { body, status, headers } = await openUrl(url, net, headersFor)
  try {
    if (status === 404) return undefined
    if (status === 401 || status === 403) {
      throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_NOT_FOUND, `${url.origin} answers ${status}.`)
    }
    if (status !== 200) throw failed(url, `answers ${status}`)
    if (!['', 'identity'].includes(body.headers['content-encoding'] ?? '')) {
      throw failed(url, 'compresses what was asked for as it is')
    }
    const announced = body.headers['content-length']
    if (Number(announced ?? 0) > bytesMax) throw tooLarge(url, bytesMax)
    const { count, counter } = countBytes(() => tooLarge(url, bytesMax), bytesMax)
    await pipeline(body, counter, createWriteStream(file, { flags: 'wx' }), { signal: net.signal })
    if (announced !== undefined && Number(announced) !== count())
      throw failed(url, 'sent another length than announced')
    return headers
  } catch (error) {
    await rm(file, { force: true })
    throw downloadError(url, net, error)
  } finally {
    body.destroy()
  }
}

function failed(url: URL, why: string): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_DOWNLOAD_FAILED, `${url.origin} ${why}.`)
}

function tooLarge(url: URL, max: number): OpenLedgerError {
  return new OpenLedgerError(storeErrors.ADAPTER_TOO_LARGE, `A file of ${url.origin} has more than ${max} bytes.`)
}
