import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import { z } from 'zod'
import { type ParserReport, type ParserRequest, parserReportSchema } from './messages.ts'

/** A message of PDF.js's own. */
const pdfMessageSchema = z.object({ sourceName: z.string(), targetName: z.string() })
/** Silence after which a parser is taken to hang, ms. */
const SILENCE_MS = 60_000

/** A parser in a worker of its own. */
export type ParserThread = {
  readonly ask: (request: ParserRequest) => void
  /** What it says, until it is ended. @throws DATA_PARSE_TIMEOUT, DATA_PARSE_DIED, and what it failed with */
  readonly reports: AsyncGenerator<Exclude<ParserReport, { type: 'failed' }>>
  readonly end: () => void
}

/** Starts a parser. One that says nothing for a minute is ended: no file can hold the page up. */
export function startParser(): ParserThread {
  const worker = new Worker(new URL('./parseWorker.ts', import.meta.url), { type: 'module' })
  const waiting: ParserReport[] = []
  let failure: Error | undefined
  let ended = false
  let wake = () => {}
  let timer: ReturnType<typeof setTimeout>
  const fail = (error: Error) => {
    failure ??= error
    wake()
  }
  const listen = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      worker.terminate()
      fail(new OpenLedgerError(dataErrors.DATA_PARSE_TIMEOUT, `Nothing was read for ${SILENCE_MS / 1000} s.`))
    }, SILENCE_MS)
  }
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    listen()
    // PDF.js, where it was loaded, says on its own that it is there.
    if (pdfMessageSchema.safeParse(data).success) return
    waiting.push(parserReportSchema.parse(data))
    wake()
  }
  worker.onerror = (event) => {
    event.preventDefault()
    fail(new OpenLedgerError(dataErrors.DATA_PARSE_DIED, `The parser ended: ${event.message}.`))
  }
  async function* reports(): ParserThread['reports'] {
    for (;;) {
      const report = waiting.shift()
      if (report === undefined) {
        if (failure !== undefined) throw failure
        if (ended) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if (report.type === 'failed') {
        const { code, hint, message } = report
        throw new OpenLedgerError({ code, hint, status: 400, type: 'invalid_request_error' }, message)
      }
      yield report
    }
  }
  return {
    ask: (request) => {
      listen()
      worker.postMessage(request)
    },
    reports: reports(),
    end: () => {
      ended = true
      clearTimeout(timer)
      worker.terminate()
      wake()
    },
  }
}
