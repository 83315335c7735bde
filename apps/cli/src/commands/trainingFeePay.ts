import { payTrainingFee } from '@openledger/chain/actions/payTrainingFee.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['training-fee', 'pay'],
  summary: 'pay what your grant asks for training on a version',
  usage: 'VERSION --as DEVELOPER',
  options: { as: { type: 'string', help: 'the developer’s account, which holds the grant' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const root = needId(positionals[0], 'the version’s root')
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    tellResult(context, `training fee for ${root}`, await payTrainingFee(wallet, root), { root })
    return EXIT.ok
  },
}
