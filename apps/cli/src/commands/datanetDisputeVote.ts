import { judgeDispute } from '@openledger/chain/actions/judgeDispute.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'vote'],
  summary: 'vote on the appeal of a dispute, as a curator of the Datanet',
  usage: 'DISPUTE uphold|dismiss --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that judges' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const disputeId = needId(positionals[0], 'the dispute’s id')
    const verdict = positionals[1]
    if (verdict !== 'uphold' && verdict !== 'dismiss')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'the verdict is uphold or dismiss')
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await judgeDispute(wallet, { disputeId, upheld: verdict === 'uphold', how: 'vote' })
    tellResult(context, `${verdict} ${disputeId}`, result, { disputeId, verdict })
    return EXIT.ok
  },
}
