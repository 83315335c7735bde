import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { storeErrors } from '../errors.ts'
import type { Net } from '../net/openUrl.ts'
import type { AdapterSource } from '../parseSource.ts'
import type { StoreSettings } from '../storeSettings.ts'
import type { FileReader } from './takeFiles.ts'
import { urlReader } from './urlReader.ts'

const COMMIT = /^[0-9a-f]{40}$/

/**
 * Reads a repository of Hugging Face's hub (`HUB/OWNER/NAME/resolve/REVISION/FILE`). All files are of one commit: the
 * first answer names it (`x-repo-commit`), the others are asked for by it.
 *
 * @returns the reader, and the commit once a file was read
 */
export function hubReader(
  { owner, name, revision }: Extract<AdapterSource, { kind: 'hub' }>,
  { hubUrl, hubToken }: Pick<StoreSettings, 'hubUrl' | 'hubToken'>,
  net: Net,
): { readonly reader: FileReader; readonly commit: () => string | undefined } {
  let commit: string | undefined
  const base = hubUrl.replace(/\/+$/, '')
  const addressOf = (file: string) =>
    new URL(`${base}/${owner}/${name}/resolve/${encodeURIComponent(commit ?? revision)}/${file}`)
  const headersFor = async ({ origin }: URL): Promise<Record<string, string>> =>
    hubToken !== undefined && origin === new URL(base).origin ? { authorization: `Bearer ${hubToken}` } : {}
  const reader = urlReader(addressOf, net, headersFor, ({ 'x-repo-commit': told }) => {
    if (typeof told !== 'string' || !COMMIT.test(told)) return
    if (commit !== undefined && commit !== told) {
      throw new OpenLedgerError(storeErrors.ADAPTER_DOWNLOAD_FAILED, 'The hub answered with files of two commits.')
    }
    commit = told
  })
  return { reader, commit: () => commit }
}
