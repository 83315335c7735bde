import type { Mapping } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { useEffect, useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'
import type { PreviewFacts } from './messages.ts'
import { startParser } from './parserThread.ts'

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
    const parser = startParser()
    let left = false
    const options = { ...(url === undefined ? {} : { url }), ...(mapping === undefined ? {} : { mapping }) }
    parser.ask({ type: 'preview', files: [...files], options })
    const follow = async () => {
      for await (const report of parser.reports) {
        if (report.type !== 'preview' || left) continue
        setPreview(report.preview)
        if (report.preview.done) parser.end()
      }
    }
    follow().catch((reason: unknown) => {
      parser.end()
      if (left) return
      const known = OpenLedgerError.find(reason)
      const { failed: message, failedHint: hint } = text.acting
      setError(new ApiError(known ?? { code: 'WEB_UNEXPECTED', status: 0, message, hint }, reason))
    })
    return () => {
      left = true
      parser.end()
    }
  }, [files, url, mapping])
  return { preview, error }
}
