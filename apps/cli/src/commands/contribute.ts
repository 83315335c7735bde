import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { licenceOption, readLicence } from '../operations/readLicence.ts'
import { openSession } from '../operations/session.ts'
import { uploadFile } from '../operations/uploadFile.ts'

export const command: Command = {
  path: ['contribute'],
  summary: 'sign a file of records, register it on chain, upload it, read what was said of it',
  usage: 'FILE.jsonl --datanet DATANET --as ACCOUNT [--licence SPDX]',
  options: {
    datanet: { type: 'string', help: 'id of the Datanet' },
    as: { type: 'string', help: 'the contributor’s account' },
    licence: licenceOption,
  },
  details:
    'One record a line: {"kind":"qa","prompts":["…"],"answer":"…"} or {"kind":"document","title","text","url"}.\nCommitments go on chain before any content leaves this machine. The same file again goes on where it stopped.',
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const [file] = positionals
    const datanetId = hex32Schema.safeParse(values['datanet'])
    if (file === undefined || !datanetId.success || typeof values['as'] !== 'string') {
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'contribute takes a file, --datanet DATANET and --as ACCOUNT')
    }
    const licence = readLicence(values)
    const session = await openSession(paths)
    const actor = await session.actor(values['as'])
    const folder = join(paths.home, 'contributions')
    const { outcome, lines, malformed } = await uploadFile(actor, {
      datanetId: datanetId.data,
      file,
      folder,
      licence,
      signal,
    })
    if (json) {
      terminal.out(JSON.stringify({ ...outcome, lines, malformed }, null, 2))
      return EXIT.ok
    }
    for (const record of outcome.records) {
      if (record.verdict === 'accept') continue
      terminal.out(`line ${lines[record.index] ?? '?'}: ${record.verdict} ${record.code ?? ''} ${record.reason ?? ''}`)
    }
    for (const { line, code, reason } of malformed) terminal.out(`line ${line}: refuse ${code} ${reason}`)
    const accepted = outcome.records.filter((record) => record.verdict === 'accept').length
    terminal.out(
      `${accepted} of ${outcome.records.length + malformed.length} records accepted, contribution ${outcome.contributionId}`,
    )
    return EXIT.ok
  },
}
