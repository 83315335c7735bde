import type { Mapping, RecordRanges } from '@openledger/core/api/uploads.ts'
import { addressSchema } from '@openledger/core/primitives/address.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import type { NamedFile } from '@openledger/data/ingest/parsed.ts'
import { countRanges } from '@openledger/data/ingest/recordRanges.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiError } from '../../api/apiError.ts'
import { queries } from '../../api/queries.ts'
import { putJob } from '../../contribute/jobStore.ts'
import type { PreviewFacts } from '../../contribute/messages.ts'
import { usePreview } from '../../contribute/usePreview.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'
import { DropFiles } from './DropFiles.tsx'
import { LicenceField } from './LicenceField.tsx'
import { MappingForm } from './MappingForm.tsx'
import { Preview } from './Preview.tsx'
import { SourceForm } from './SourceForm.tsx'

const none: readonly NamedFile[] = []
const all: ReadonlyMap<string, RecordRanges> = new Map()

/** From files to what is signed: choose, say where they come from, map, look, sign. */
export function BringFiles({ datanetId, account }: { readonly datanetId: string; readonly account: string }) {
  const words = text.contribute
  const { data: info } = useQuery(queries.info())
  const [files, setFiles] = useState(none)
  const [url, setUrl] = useState<string>()
  const [mapping, setMapping] = useState<Mapping>()
  const [without, setWithout] = useState(all)
  const [licence, setLicence] = useState<string>()
  const [error, setError] = useState<Error>()
  const { preview, error: failure } = usePreview(files, url, mapping)

  // Kept while the files are read again with other settings.
  const [table, setTable] = useState<{ readonly columns: readonly string[]; readonly unknown: boolean }>()
  useEffect(() => {
    if (preview?.done !== true) return
    const columns = [...new Set(preview.files.flatMap((file) => file.columns))]
    const unknown = preview.files.some(({ shape }) => shape === null)
    setTable(columns.length === 0 ? undefined : { columns, unknown })
  }, [preview])
  const take = (next: readonly NamedFile[]) => {
    setFiles(next)
    setMapping(undefined)
    setTable(undefined)
    setWithout(all)
    setLicence(undefined)
  }
  const remap = (next: Mapping | undefined) => {
    setMapping(next)
    // Read another way, the numbers are of other records.
    setWithout(all)
  }

  const sign = async (facts: PreviewFacts) => {
    if (info === undefined) return
    setError(undefined)
    const taken = facts.files
      .filter(({ path, records }) => records > countRanges(without.get(path) ?? []))
      .map(({ path }) => path)
    try {
      await putJob({
        id: crypto.randomUUID(),
        chainId: info.chainId,
        datanetId: hex32Schema.parse(datanetId),
        account: addressSchema.parse(account),
        createdAt: Date.now(),
        options: { ...(url === undefined ? {} : { url }), ...(mapping === undefined ? {} : { mapping }) },
        ...(licence === undefined ? {} : { licence }),
        stopped: false,
        files: files
          .filter(({ path }) => taken.includes(path))
          .map(({ path, blob }) => ({
            path,
            bytes: blob.size,
            blob,
            sha256: null,
            ...(countRanges(without.get(path) ?? []) === 0 ? {} : { without: without.get(path) }),
            stage: 'waiting',
            share: null,
            committed: 0,
            contributions: [],
            accepted: 0,
            marked: 0,
            refused: 0,
            pending: 0,
            remarks: [],
            failure: null,
          })),
      })
      take(none)
    } catch (cause) {
      setError(new ApiError({ code: 'WEB_NO_ROOM', status: 0, message: words.noRoom, hint: '' }, cause))
    }
  }

  if (files.length === 0) {
    return (
      <Section title={words.bring}>
        <DropFiles onFiles={take} />
        {error === undefined ? null : <Failure error={error} />}
      </Section>
    )
  }
  const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0)
  return (
    <>
      <Section
        title={words.bring}
        action={
          <button type="button" className="link" onClick={() => take(none)}>
            {words.other}
          </button>
        }
      >
        <p>{words.chosen(files.length, bytes)}</p>
        <SourceForm url={url} onUrl={setUrl} />
        <LicenceField onLicence={setLicence} />
        {table === undefined ? null : (
          <MappingForm columns={table.columns} wanted={table.unknown} mapping={mapping} onMapping={remap} />
        )}
      </Section>
      {failure === undefined ? null : <Failure error={failure} />}
      {preview === undefined || failure !== undefined ? null : (
        <Preview
          preview={preview}
          brought={files}
          options={{ url, mapping }}
          without={without}
          onWithout={(path, ranges) => setWithout(new Map(without).set(path, ranges))}
          onSign={sign}
        />
      )}
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}
