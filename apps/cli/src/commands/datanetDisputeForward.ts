import { forwardPot } from '@openledger/chain/actions/forwardPot.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'forward'],
  summary: 'send what a closed dispute’s pot holds to whoever was right',
  usage: 'DISPUTE --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that sends it' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const disputeId = needId(positionals[0], 'the dispute’s id')
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    tellResult(context, `forward ${disputeId}`, await forwardPot(wallet, disputeId), { disputeId })
    return EXIT.ok
  },
}
