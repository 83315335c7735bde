import { exportModel } from '@openledger/core/api/publishing.ts'
import { useAction } from '../../account/useAction.ts'
import { send } from '../../api/ask.ts'
import { saveResponse } from '../../format/saveResponse.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

/** Takes the trained adapter away as a file. */
export function ExportModel({ jobId, token }: { readonly jobId: string; readonly token: string }) {
  const words = text.publish
  const { busy, error, run } = useAction()
  const download = () =>
    void run(async () =>
      saveResponse(await send(exportModel, { params: { id: jobId }, query: { format: 'adapter' }, key: token })),
    )
  return (
    <Section title={words.export} lead={words.exportLead}>
      {error === undefined ? null : <Failure error={error} />}
      <p className="actions">
        <button type="button" className="button-quiet" disabled={busy} onClick={download}>
          {words.exportAdapter}
        </button>
      </p>
    </Section>
  )
}
