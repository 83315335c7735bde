import { appealDispute } from '@openledger/chain/actions/appealDispute.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'appeal'],
  summary: 'have the curators vote on a dispute’s verdict, with a stake',
  usage: 'DISPUTE --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that sends it, and stakes' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const disputeId = needId(positionals[0], 'the dispute’s id')
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    tellResult(context, `appeal ${disputeId}`, await appealDispute(wallet, disputeId), { disputeId })
    return EXIT.ok
  },
}
