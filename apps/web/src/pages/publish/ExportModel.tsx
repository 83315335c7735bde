import { getJob } from '@openledger/core/api/jobs.ts'
import { createModelExport, exportModel, modelExportFormatSchema } from '@openledger/core/api/publishing.ts'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask, send } from '../../api/ask.ts'
import { saveResponse } from '../../format/saveResponse.ts'
import { Section } from '../../parts/Page.tsx'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

type Format = (typeof modelExportFormatSchema.options)[number]

/** How often a model that is being put together is asked after, ms. */
const POLL_MS = 1_500

/** Takes the trained model away as a file: the adapter at once, the whole model once it is put together. */
export function ExportModel({ jobId, token }: { readonly jobId: string; readonly token: string }) {
  const words = text.publish
  const { busy, error, run } = useAction()
  const [making, setMaking] = useState(false)
  const download = (format: Format) =>
    void run(async () => {
      const get = () => send(exportModel, { params: { id: jobId }, query: { format }, key: token })
      if (format === 'adapter') return saveResponse(await get())
      setMaking(true)
      try {
        await make(jobId, format, token)
      } finally {
        setMaking(false)
      }
      return saveResponse(await get())
    })
  return (
    <Section title={words.export} lead={words.exportLead}>
      {error === undefined ? null : <Failure error={error} />}
      <p className="actions">
        {modelExportFormatSchema.options.map((format) => (
          <button key={format} type="button" className="button-quiet" disabled={busy} onClick={() => download(format)}>
            {words.exportAs[format]}
          </button>
        ))}
      </p>
      <p role="status" className="note">
        {making ? words.exportMaking : null}
      </p>
    </Section>
  )
}

/** Has base and adapter put together, and waits for it. @throws ApiError with the job's own error */
async function make(id: string, format: Exclude<Format, 'adapter'>, key: string): Promise<void> {
  const made = await ask(createModelExport, { params: { id }, body: { format }, key })
  for (;;) {
    const { status, error } = await ask(getJob, { params: { id: made.jobId } })
    if (status === 'succeeded') return
    if (error !== null) throw new ApiError({ ...error, status: 0 })
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
