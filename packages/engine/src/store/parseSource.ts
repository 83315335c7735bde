import { isAbsolute } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { storeErrors } from './errors.ts'
import { plainText } from './plainText.ts'

const hubName = z.string().regex(/^[A-Za-z0-9](?!.*\.\.)[\w.-]{0,95}$/)

const schemas = {
  folder: z.strictObject({
    kind: z.literal('folder'),
    path: z.string().refine(isAbsolute, 'must be an absolute path on the node’s machine'),
  }),
  hub: z.strictObject({
    kind: z.literal('hub'),
    owner: hubName,
    name: hubName,
    /** A branch, tag, commit or `refs/pr/N`. */
    revision: z.string().regex(/^[A-Za-z0-9](?!.*\.\.)[\w./-]{0,127}$/),
  }),
  url: z.strictObject({ kind: z.literal('url'), url: z.url({ protocol: /^https?$/ }).max(4_096) }),
  s3: z.strictObject({
    kind: z.literal('s3'),
    bucket: z.string().regex(/^[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/),
    /** Without slashes at its ends; empty for the bucket itself. */
    prefix: z.string().regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[\w.!*'()/=+@ -]{0,512}$/),
  }),
  registry: z.strictObject({ kind: z.literal('registry'), modelId: z.string().regex(/^0x[0-9a-f]{64}$/) }),
}

/** Where an adapter is taken from. */
export type AdapterSource = { [Kind in keyof typeof schemas]: z.output<(typeof schemas)[Kind]> }[keyof typeof schemas]

/**
 * Reads a source as people write it.
 * @param text `folder:PATH` or an absolute path, `hf:OWNER/NAME[@REVISION]`, `https://…`, `s3://BUCKET/PREFIX`,
 * `registry:MODEL_ID`
 * @throws ADAPTER_SOURCE_INVALID
 */
export function parseSource(text: string): AdapterSource {
  if (text.startsWith('/')) return read('folder', { path: text })
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):(.*)$/s.exec(text) ?? []
  if (scheme === 'folder') return read('folder', { path: rest })
  if (scheme === 'registry') return read('registry', { modelId: rest })
  if (scheme === 'https' || scheme === 'http') return read('url', { url: text })
  if (scheme === 'hf') {
    const [name = '', revision = 'main'] = rest.split(/@(.*)/s)
    const [owner, repository, more] = name.split('/')
    if (more === undefined) return read('hub', { owner, name: repository, revision })
  }
  if (scheme === 's3' && rest.startsWith('//')) {
    const [bucket = '', prefix = ''] = rest.slice(2).split(/\/(.*)/s)
    return read('s3', { bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') })
  }
  throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_INVALID, `“${plainText(text)}” names no source of adapters.`)
}

function read<Kind extends keyof typeof schemas>(kind: Kind, parts: object): AdapterSource {
  const parsed = schemas[kind].safeParse({ kind, ...parts })
  if (parsed.success) return parsed.data
  throw new OpenLedgerError(storeErrors.ADAPTER_SOURCE_INVALID, `${kind}: ${plainText(z.prettifyError(parsed.error))}`)
}

/** A source as it is kept and shown: without the part of an address that may hold a signature. */
export function describeSource(source: AdapterSource): string {
  if (source.kind === 'folder') return `folder:${source.path}`
  if (source.kind === 'hub') return `hf:${source.owner}/${source.name}@${source.revision}`
  if (source.kind === 's3') return `s3://${source.bucket}/${source.prefix}`
  if (source.kind === 'registry') return `registry:${source.modelId}`
  const { origin, pathname } = new URL(source.url)
  return origin + pathname
}
