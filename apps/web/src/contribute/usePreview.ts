import type { Mapping } from '@openledger/core/api/uploads.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { useEffect, useState } from 'react'
import { followParser } from './followParser.ts'
import type { PreviewFacts } from './messages.ts'

/** What files would become, as far as they have been read; read again whenever files or settings change. */
export function usePreview(
  files: readonly NamedFile[],
  url: string | undefined,
  mapping: Mapping | undefined,
): { readonly preview: PreviewFacts | undefined; readonly error: Error | undefined } {
  const [preview, setPreview] = useState<PreviewFacts>()
  const [error, setError] = useState<Error>()
  useEffect(() => {
    setError(undefined)
    if (files.length === 0) {
      setPreview(undefined)
      return
    }
    const options = { ...(url === undefined ? {} : { url }), ...(mapping === undefined ? {} : { mapping }) }
    return followParser(
      { type: 'preview', files: [...files], options },
      (report) => {
        if (report.type !== 'preview') return false
        setPreview(report.preview)
        return report.preview.done
      },
      setError,
    )
  }, [files, url, mapping])
  return { preview, error }
}
