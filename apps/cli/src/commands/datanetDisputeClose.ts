import { closeDispute } from '@openledger/chain/actions/closeDispute.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'close'],
  summary: 'make a dispute’s verdict final once its time is over',
  usage: 'DISPUTE --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that sends it' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const disputeId = needId(positionals[0], 'the dispute’s id')
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    tellResult(context, `close ${disputeId}`, await closeDispute(wallet, disputeId), { disputeId })
    return EXIT.ok
  },
}
