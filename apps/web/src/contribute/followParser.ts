import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { ApiError } from '../api/apiError.ts'
import { text } from '../text/text.ts'
import { startParser } from './parserThread.ts'

type Parser = ReturnType<typeof startParser>
type Asked = Parameters<Parser['ask']>[0]
type Report = Parser['reports'] extends AsyncIterable<infer One> ? One : never

/**
 * Asks a parser in a thread of its own and hands its reports on, for an effect of React.
 *
 * @param onReport says whether that was all
 * @param onError in words for the page; not told once it was left
 * @returns to be called when the page is left
 */
export function followParser(
  asked: Asked,
  onReport: (report: Report) => boolean,
  onError: (error: ApiError) => void,
): () => void {
  const parser = startParser()
  let left = false
  parser.ask(asked)
  const follow = async () => {
    for await (const report of parser.reports) {
      if (!left && onReport(report)) parser.end()
    }
  }
  follow().catch((reason: unknown) => {
    parser.end()
    if (left) return
    const known = OpenLedgerError.find(reason)
    const { failed: message, failedHint: hint } = text.acting
    onError(new ApiError(known ?? { code: 'WEB_UNEXPECTED', status: 0, message, hint }, reason))
  })
  return () => {
    left = true
    parser.end()
  }
}
