import { recheckResultSchema } from '@openledger/core/api/recheck.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openSession } from '../operations/session.ts'
import { waitForJob } from '../operations/waitForJob.ts'
import { wholeCallId } from '../operations/wholeCallId.ts'

export const command: Command = {
  path: ['attribute'],
  summary: 'attribute a call again and compare the integers (the operator’s machine)',
  usage: '--recheck CALL',
  options: { recheck: { type: 'string', help: 'a call id, or its start when that is enough' } },
  details:
    'Runs influence and citations again from what is stored of the call and compares every score and weight.\nExits with 1, and names the first difference, when another integer comes out. Nothing is changed.\nOpenLedger must be running (./openledger up).',
  run: async ({ values, terminal, paths, json, signal }) => {
    const start = values['recheck']
    if (typeof start !== 'string') throw new OpenLedgerError(cliErrors.CLI_USAGE, 'attribute takes --recheck CALL')
    const session = await openSession(paths)
    const callId = await wholeCallId(session.ledger, start, 'attribute --recheck')
    const { ledger } = await session.operator()
    const { jobId } = await ledger.createRecheck(callId)
    terminal.tick('attributing again …')
    const job = await waitForJob(ledger, jobId, { timeoutMs: 3_600_000, signal })
    const result = recheckResultSchema.parse(job.result)
    const { method, entries, difference } = result
    if (json) terminal.out(JSON.stringify(result, null, 2))
    else if (difference === null)
      terminal.out(
        `call ${callId}: the same integers again (${method}, ${entries} ${entries === 1 ? 'entry' : 'entries'})`,
      )
    else {
      const place = difference.entry === null ? '' : `entry ${difference.entry}, `
      terminal.out(
        `call ${callId}: DIFFERS at ${place}${difference.field}: stored ${difference.stored}, found ${difference.found}`,
      )
    }
    return difference === null ? EXIT.ok : EXIT.failed
  },
}
