import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { publishDraft } from '../operations/publishDraft.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['datanet', 'publish'],
  summary: 'publish what a Datanet has accepted as its next version',
  usage: 'DATANET --as OWNER',
  options: { as: { type: 'string', help: 'the account that owns the Datanet' } },
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const id = hex32Schema.safeParse(positionals[0])
    if (!id.success || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'datanet publish takes a Datanet’s id and --as OWNER')
    const session = await openSession(paths)
    const version = await publishDraft(await session.actor(values['as']), id.data, signal)
    terminal.out(
      json ? JSON.stringify(version) : `${version.root} ${version.count} records${version.isNew ? '' : ', unchanged'}`,
    )
    return EXIT.ok
  },
}
