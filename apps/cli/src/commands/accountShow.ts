import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { openSession } from '../operations/session.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['account', 'show'],
  summary: 'what an account has earned: pending, available, claimed',
  usage: 'NAME|ADDRESS',
  options: {},
  run: async ({ positionals, terminal, paths, json }) => {
    const [who] = positionals
    if (who === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'account show takes a name or an address')
    const address = who.startsWith('0x') ? who : (await loadAccount(paths.accounts, who)).account.address
    const session = await openSession(paths)
    const account = await session.ledger.getAccount(address)
    if (json) terminal.out(JSON.stringify(account, null, 2))
    else {
      terminal.out(`${address}`)
      if (account.waitingCalls > 0)
        terminal.progress(`${account.waitingCalls} calls are not attributed yet: whom they bring something is open`)
      for (const name of ['pending', 'available', 'claimed'] as const) {
        terminal.out(`  ${name.padEnd(9)} ${formatOpen(BigInt(account[name]), 18)} OPEN`)
      }
    }
    return EXIT.ok
  },
}
