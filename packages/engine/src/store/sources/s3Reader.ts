import { AwsV4Signer } from 'aws4fetch'
import type { HeadersFor, Net } from '../net/openUrl.ts'
import type { AdapterSource } from '../parseSource.ts'
import type { StoreSettings } from '../storeSettings.ts'
import type { FileReader } from './takeFiles.ts'
import { urlReader } from './urlReader.ts'

/**
 * Reads objects of an S3 bucket (`ENDPOINT/BUCKET/PREFIX/FILE`), signed with Signature Version 4 where there are
 * credentials. A redirect to another origin is not signed.
 */
export function s3Reader(
  { bucket, prefix }: Extract<AdapterSource, { kind: 's3' }>,
  { endpoint, region, credentials }: StoreSettings['s3'],
  net: Net,
): FileReader {
  const base = (endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, '')
  const folder = [bucket, ...prefix.split('/').filter((part) => part !== '')]
  const addressOf = (name: string) => new URL(`${base}/${[...folder, name].map(encodeURIComponent).join('/')}`)
  const headersFor: HeadersFor = async (url) => {
    if (credentials === undefined || url.origin !== new URL(base).origin) return {}
    const { sessionToken, ...keys } = credentials
    const request = { url: url.href, region, service: 's3', method: 'GET' }
    const signer = new AwsV4Signer({ ...request, ...keys, ...(sessionToken !== undefined && { sessionToken }) })
    const signed = await signer.sign()
    return Object.fromEntries(signed.headers.entries())
  }
  return urlReader(addressOf, net, headersFor)
}
