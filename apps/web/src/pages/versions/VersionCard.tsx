import { type ChangelogEntry, type ExportFormat, exportVersion } from '@openledger/core/api/versions.ts'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../account/useAction.ts'
import { send } from '../../api/ask.ts'
import { useSignedIn } from '../../api/signedIn.ts'
import { versionQueries } from '../../api/versionQueries.ts'
import { saveResponse } from '../../format/saveResponse.ts'
import { Facts } from '../../parts/Facts.tsx'
import { WholeHex } from '../../parts/Hex.tsx'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

const FORMATS = ['jsonl', 'csv', 'parquet', 'hf'] as const satisfies readonly ExportFormat[]

/** A version's facts, and the ways to have it as a file. */
export function VersionCard(props: { readonly datanetId: string; readonly version: ChangelogEntry }) {
  const { datanetId, version } = props
  const { number, root, previousRoot, dataHash, transactionHash } = version
  const key = useSignedIn()
  const reading = useQuery(versionQueries.reading(datanetId, key))
  const { busy, error, run } = useAction()
  const words = text.versionsPage
  const save = (format: ExportFormat) =>
    run(async () => {
      const response = await send(exportVersion, { params: { datanetId, number }, query: { format }, key })
      await saveResponse(response)
    })
  const hex = (name: string, value: string | null) =>
    [name, value === null ? undefined : <WholeHex key={name} value={value} what={name} />] as const
  return (
    <Section title={`${words.card} ${number}`} lead={words.cardLead}>
      <Facts
        facts={[
          hex(words.root, root),
          Number(previousRoot) === 0 ? [words.previous, text.parts.none] : hex(words.previous, previousRoot),
          hex(words.dataHash, dataHash),
          hex(words.transaction, transactionHash),
        ]}
      />
      <p className="actions">
        <a className="link" href={`/v1/datanets/${datanetId}/versions/${number}/export?format=readme`}>
          {words.readme}
        </a>
        <a className="link" href={`/v1/datanets/${datanetId}/versions/${number}/croissant`}>
          {words.croissant}
        </a>
        {reading.data?.right == null
          ? null
          : FORMATS.map((format) => (
              <button key={format} type="button" className="link" disabled={busy} onClick={() => void save(format)}>
                {words.formats[format]}
              </button>
            ))}
      </p>
      {reading.data !== undefined && reading.data.right === null ? <p className="note">{words.filesLocked}</p> : null}
      {busy ? <p role="status">{words.saving}</p> : null}
      {error === undefined ? null : <Failure error={error} />}
    </Section>
  )
}
