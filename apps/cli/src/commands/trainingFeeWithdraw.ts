import { withdrawTrainingFees } from '@openledger/chain/actions/withdrawTrainingFees.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { addressOf } from '../home/addressOf.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['training-fee', 'withdraw'],
  summary: 'send an account its balance of training fees; anyone may',
  usage: 'NAME|ADDRESS --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that sends the transaction' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const [who] = positionals
    if (who === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'give a name or an address')
    const account = await addressOf(paths, who)
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    tellResult(context, `training fees of ${account}`, await withdrawTrainingFees(wallet, account), { account })
    return EXIT.ok
  },
}
