import type { Mapping } from '@openledger/core/api/uploads.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { useEffect, useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'
import type { ShownRecord } from './messages.ts'
import { startParser } from './parserThread.ts'

/** How files are read, as the page has it. */
export type LookOptions = { readonly url: string | undefined; readonly mapping: Mapping | undefined }

/** Some records of a file, from number `from` on, read in a worker; the last ones stay while others are read. */
export function useLook(
  file: NamedFile | undefined,
  { url, mapping }: LookOptions,
  from: number,
  count: number,
): { readonly records: readonly ShownRecord[] | undefined; readonly error: Error | undefined } {
  const [records, setRecords] = useState<readonly ShownRecord[]>()
  const [error, setError] = useState<Error>()
  useEffect(() => {
    setError(undefined)
    if (file === undefined) return
    const parser = startParser()
    let left = false
    const options = { ...(url === undefined ? {} : { url }), ...(mapping === undefined ? {} : { mapping }) }
    parser.ask({ type: 'look', file, options, from, count })
    const follow = async () => {
      for await (const report of parser.reports) {
        if (report.type !== 'looked') continue
        if (!left) setRecords(report.records)
        parser.end()
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
  }, [file, url, mapping, from, count])
  return { records, error }
}
