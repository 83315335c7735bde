import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['datanet', 'visibility'],
  summary: 'open what a Datanet’s records say to everybody, or close it again',
  usage: 'DATANET public|private --as OWNER',
  options: { as: { type: 'string', help: 'the account that owns the Datanet' } },
  details: 'Opening is refused unless every record came under a licence that lets anybody read it, such as CC-BY-4.0.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [named, visibility] = positionals
    if (visibility !== 'public' && visibility !== 'private')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'say public or private')
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const { datanetId, slug } = await findDatanet(ledger, named)
    const reading = await ledger.setVisibility(datanetId, visibility)
    terminal.out(json ? JSON.stringify(reading) : `${slug} is ${reading.visibility}`)
    return EXIT.ok
  },
}
