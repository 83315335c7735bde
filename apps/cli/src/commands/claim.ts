import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { openSession } from '../operations/session.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['claim'],
  summary: 'claim what an account has earned in final epochs',
  usage: 'NAME|ADDRESS',
  options: {},
  details: 'The operator relays it; the contract pays the account itself, whoever asks.',
  run: async ({ positionals, terminal, paths, json }) => {
    const [who] = positionals
    if (who === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'claim takes a name or an address')
    const address = who.startsWith('0x') ? who : (await loadAccount(paths.accounts, who)).account.address
    const session = await openSession(paths)
    const result = await session.ledger.createClaim(address)
    if (json) terminal.out(JSON.stringify(result, null, 2))
    else
      terminal.out(
        `${result.status}: ${formatOpen(BigInt(result.amount), 18)} OPEN to ${address} ${result.transactionHash ?? ''}`,
      )
    return EXIT.ok
  },
}
