import { download } from '../net/download.ts'
import { type HeadersFor, type Net, openUrl } from '../net/openUrl.ts'
import type { FileReader } from './takeFiles.ts'

/**
 * Reads files that have an address each.
 * @param addressOf a file's name → its address
 * @param onHeaders told the first answer's headers of each file
 */
export function urlReader(
  addressOf: (name: string) => URL,
  net: Net,
  headersFor?: HeadersFor,
  onHeaders: (headers: Readonly<Record<string, string | string[] | undefined>>) => void = () => undefined,
): FileReader {
  return {
    read: async (name, path, bytesMax) => {
      const headers = await download(addressOf(name), path, bytesMax, net, headersFor)
      if (headers !== undefined) onHeaders(headers)
      return headers !== undefined
    },
    has: async (name) => {
      const { body, status } = await openUrl(addressOf(name), net, headersFor)
      body.destroy()
      return status === 200
    },
  }
}
