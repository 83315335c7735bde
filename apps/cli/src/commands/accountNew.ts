import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { parseEther } from 'viem'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { ensureAccount } from '../home/accounts.ts'
import { fundAccount } from '../operations/fundAccount.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['account', 'new'],
  summary: 'make an account with a key of its own (or find it)',
  usage: 'NAME [--fund OPEN]',
  options: {
    fund: { type: 'string', help: 'on the development chain: gas, and at least this much OPEN' },
  },
  details: 'The key lies in the state folder, readable by you alone.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [name] = positionals
    if (name === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'account new takes a name')
    const { account } = await ensureAccount(paths.accounts, name)
    if (typeof values['fund'] === 'string') {
      if (!/^\d+(\.\d+)?$/.test(values['fund']))
        throw new OpenLedgerError(cliErrors.CLI_USAGE, '--fund takes an amount of OPEN')
      await fundAccount(await openSession(paths), account.address, parseEther(values['fund']))
    }
    terminal.out(json ? JSON.stringify({ name, address: account.address }) : `${name} ${account.address}`)
    return EXIT.ok
  },
}
