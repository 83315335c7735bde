import type { Mapping } from '@openledger/core/api/uploads.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { useEffect, useState } from 'react'
import { followParser } from './followParser.ts'
import type { ShownRecord } from './messages.ts'

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
    const options = { ...(url === undefined ? {} : { url }), ...(mapping === undefined ? {} : { mapping }) }
    return followParser(
      { type: 'look', file, options, from, count },
      (report) => {
        if (report.type !== 'looked') return false
        setRecords(report.records)
        return true
      },
      setError,
    )
  }, [file, url, mapping, from, count])
  return { records, error }
}
