import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['statement'],
  summary: 'what an account has earned, as CSV',
  usage: 'NAME|ADDRESS [--epoch N]',
  options: { epoch: { type: 'string', help: 'of this epoch alone' } },
  details: 'A line for each credit of posted epochs; with --json the sums by epoch, model and Datanet.',
  run: async ({ positionals, values, terminal, paths, json }) => {
    const [who] = positionals
    if (who === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'statement takes a name or an address')
    const epoch = values['epoch'] === undefined ? undefined : readWhole(values, 'epoch', Number.MAX_SAFE_INTEGER)
    const address = who.startsWith('0x') ? who : (await loadAccount(paths.accounts, who)).account.address
    const { ledger } = await openSession(paths)
    if (json) terminal.out(JSON.stringify(await ledger.getEarnings(address)))
    else terminal.out((await ledger.getStatement(address, epoch)).trimEnd())
    return EXIT.ok
  },
}
